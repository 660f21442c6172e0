using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Simulators;

/// <summary>
/// The toy of the CausalMix notebooks (docs/methods/simulators.md): X_bin ~ Bern(.4), X_cat ∈ {A, B, C} with (.3, .5, .2), X_exp ~ Exp(1),
/// X_uniform ~ U(−3, 3), X_beta ~ Beta(2, 5); T ~ Bern(½); logit P(Y(0) = 1) = .5 X_bin − .3 X_exp + .2 X_uniform + .4 X_beta +
/// .6·1[B] − .2·1[C], logit P(Y(1) = 1) the same + .5.
/// </summary>
public sealed class ToySimulator : ISimulator
{
    private static readonly string[] Levels = ["A", "B", "C"];
    private static readonly double[] Shares = [0.3, 0.5, 0.2];

    /// <inheritdoc />
    public string Name => "toy";

    /// <inheritdoc />
    public string Treatment => "T";

    /// <inheritdoc />
    public string Outcome => "Y";

    /// <summary>From 40 million draws; the Monte-Carlo standard error is below .000005.</summary>
    public double AverageEffect => PopulationEffect;

    private const double PopulationEffect = 0.107995;

    /// <inheritdoc />
    public SyntheticData Draw(int rows, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        RandomStream bins = stream.Child("X_bin"), cats = stream.Child("X_cat"), exps = stream.Child("X_exp"),
            uniforms = stream.Child("X_uniform"), betas = stream.Child("X_beta");
        int[] bin = new int[rows], cat = new int[rows];
        double[] exp = new double[rows], uniform = new double[rows], beta = new double[rows], p = new double[rows], mu0 = new double[rows],
            mu1 = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            bin[i] = bins.NextBernoulli(0.4) ? 1 : 0;
            cat[i] = cats.NextCategory(Shares);
            exp[i] = -Math.Log(1 - exps.NextDouble());
            uniform[i] = (6 * uniforms.NextDouble()) - 3;
            beta[i] = Beta25(betas);
            double logit = (0.5 * bin[i]) - (0.3 * exp[i]) + (0.2 * uniform[i]) + (0.4 * beta[i]) + (
                cat[i] == 1 ? 0.6 : cat[i] == 2 ? -0.2 : 0);
            p[i] = 0.5;
            mu0[i] = Draws.Logistic(logit);
            mu1[i] = Draws.Logistic(logit + 0.5);
        }

        Column[] covariates =
        [
            new BinaryColumn("X_bin", bin, ["0", "1"]),
            new CategoricalColumn("X_cat", cat, Levels),
            new ContinuousColumn("X_exp", exp),
            new ContinuousColumn("X_uniform", uniform),
            new ContinuousColumn("X_beta", beta),
        ];
        return Draws.AssembleBinary(covariates, p, mu0, mu1, stream, Treatment, Outcome);
    }

    // The second smallest of six uniforms is Beta(2, 5).
    private static double Beta25(RandomStream stream)
    {
        double least = 2, second = 2;
        for (int k = 0; k < 6; k++)
        {
            double u = stream.NextDouble();
            (least, second) = u < least ? (u, least) : (least, Math.Min(second, u));
        }

        return second;
    }
}
