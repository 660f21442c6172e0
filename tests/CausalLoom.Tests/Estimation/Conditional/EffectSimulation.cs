using CausalLoom.Data;
using CausalLoom.Estimation.Conditional;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Estimation.Conditional;

/// <summary>
/// X ~ N(0, I₅), logit p = x₁/2, μ₀ = x₁ + x₃, τ = 2 + 2·x₂ (mean 2, SD 2), Y = μ_W + N(0, noise²).
/// </summary>
internal sealed class EffectSimulation
{
    public const int Inputs = 5;

    public EffectSimulation(int rows, long seed, double noise = 1, double effect = 1, bool binary = false)
    {
        RandomStream stream = RandomStream.Of(seed);
        Features = new Matrix(rows, Inputs);
        stream.Child("x").FillNormal(Features.Data);
        RandomStream arms = stream.Child("w"), errors = stream.Child("e");
        (Effect, Treatment, Outcome) = (new double[rows], new int[rows], new double[rows]);
        for (int i = 0; i < rows; i++)
        {
            double x1 = Features[i, 0], tau = effect * (2 + (2 * Features[i, 1])), mu0 = x1 + Features[i, 2];
            Treatment[i] = arms.NextBernoulli(Logistic(0.5 * x1)) ? 1 : 0;
            double mean = mu0 + (Treatment[i] * tau);
            Effect[i] = binary ? Logistic(mu0 + tau) - Logistic(mu0) : tau;
            Outcome[i] = binary ? (errors.NextBernoulli(Logistic(mean)) ? 1 : 0) : mean + (noise * errors.NextNormal());
        }

        IsBinary = binary;
    }

    public Matrix Features { get; }

    public int[] Treatment { get; }

    public double[] Outcome { get; }

    /// <summary>τ(x) of each row.</summary>
    public double[] Effect { get; }

    public bool IsBinary { get; }

    public CateSample Sample() => new(Features, Treatment, Outcome, IsBinary);

    public CausalData Data()
    {
        Table covariates = new([.. Enumerable.Range(0, Inputs).Select(j => new ContinuousColumn($"x{j + 1}", Features.Column(j)))]);
        Column outcome = IsBinary ? new BinaryColumn("y", Array.ConvertAll(Outcome, y => (int)y), ["0", "1"])
            : new ContinuousColumn("y", Outcome);
        return new CausalData(covariates, new TreatmentSpace("w", ["0", "1"]), Treatment, outcome, Outcome);
    }

    public static double Rmse(double[] a, double[] b) =>
        Math.Sqrt(a.Zip(b).Average(pair => (pair.First - pair.Second) * (pair.First - pair.Second)));

    private static double Logistic(double z) => 1 / (1 + Math.Exp(-z));
}
