using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Evaluation;

/// <summary>
/// Rows of a process with known terms, and what can be planted in it: X ~ N(0, I) in three columns and a coin,
/// logit π = slope·(x₁ + x₂² − 1)/2, μ₀ = x₁ + .3·coin, τ = 1 + x₁ + effect + interaction·x₃, Y ~ N(μ, noise).
/// </summary>
internal sealed record PlantedRows(double Shift = 0, double Slope = 1, double Effect = 0, double Interaction = 0, double Noise = 1)
{
    public (CausalData Rows, double[] Effects) Draw(int rows, long seed)
    {
        RandomStream stream = RandomStream.Of(seed).Child("planted");
        double[][] x = [.. Enumerable.Range(0, 3).Select(_ => new double[rows])];
        int[] coin = new int[rows], arms = new int[rows];
        double[] y = new double[rows], tau = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < x.Length; j++)
            {
                x[j][i] = stream.NextNormal() + (j == 0 ? Shift : 0);
            }

            coin[i] = stream.NextBernoulli(0.5) ? 1 : 0;
            double logit = Slope * 0.5 * (x[0][i] + (x[1][i] * x[1][i]) - 1);
            arms[i] = stream.NextBernoulli(1 / (1 + Math.Exp(-logit))) ? 1 : 0;
            tau[i] = 1 + x[0][i] + Effect + (Interaction * x[2][i]);
            y[i] = x[0][i] + (0.3 * coin[i]) + (arms[i] * tau[i]) + (Noise * stream.NextNormal());
        }

        Column[] columns = [.. x.Select((values, j) => new ContinuousColumn($"x{j + 1}", values)),
            new BinaryColumn("coin", coin, ["tails", "heads"])];
        return (new CausalData(new Table(columns), new TreatmentSpace("w", ["0", "1"]), arms, new ContinuousColumn("y", y), y), tau);
    }
}
