using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Simulators;

/// <summary>What the simulators share: assignment, Gaussian potential outcomes and the truth beside them.</summary>
internal static class Draws
{
    /// <summary>1 / (1 + e^−z).</summary>
    public static double Logistic(double z) => 1 / (1 + Math.Exp(-z));

    /// <summary>
    /// Draws W ~ Bernoulli(p), Y(w) = μ_w + sd·N(0, 1) from sub-streams of their own, and sets covariates, W and Y side by side.
    /// </summary>
    public static SyntheticData Assemble(IReadOnlyList<Column> covariates, double[] p, double[] mu0, double[] mu1, double sd,
        RandomStream stream, string treatment, string outcome, int? decimals = null)
    {
        int rows = p.Length;
        RandomStream assignment = stream.Child("treatment"), noise0 = stream.Child("y0"), noise1 = stream.Child("y1");
        int[] w = new int[rows];
        double[] y0 = new double[rows], y1 = new double[rows], y = new double[rows], q = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            w[i] = assignment.NextBernoulli(p[i]) ? 1 : 0;
            y0[i] = Round(mu0[i] + (sd * noise0.NextNormal()), decimals);
            y1[i] = Round(mu1[i] + (sd * noise1.NextNormal()), decimals);
            y[i] = w[i] == 1 ? y1[i] : y0[i];
            q[i] = 1 - p[i];
        }

        Table table = new([.. covariates, new BinaryColumn(treatment, w, ["0", "1"]), new ContinuousColumn(outcome, y, decimals)]);
        return new SyntheticData(table, new Truth([mu0, mu1], [y0, y1], [q, p]));
    }

    /// <summary>Draws W ~ Bernoulli(p) and Y(w) ~ Bernoulli(μ_w) from sub-streams of their own.</summary>
    public static SyntheticData AssembleBinary(IReadOnlyList<Column> covariates, double[] p, double[] mu0, double[] mu1,
        RandomStream stream, string treatment, string outcome)
    {
        int rows = p.Length;
        RandomStream assignment = stream.Child("treatment"), draw0 = stream.Child("y0"), draw1 = stream.Child("y1");
        int[] w = new int[rows], y = new int[rows];
        double[] y0 = new double[rows], y1 = new double[rows], q = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            w[i] = assignment.NextBernoulli(p[i]) ? 1 : 0;
            y0[i] = draw0.NextBernoulli(mu0[i]) ? 1 : 0;
            y1[i] = draw1.NextBernoulli(mu1[i]) ? 1 : 0;
            y[i] = (int)(w[i] == 1 ? y1[i] : y0[i]);
            q[i] = 1 - p[i];
        }

        Table table = new([.. covariates, new BinaryColumn(treatment, w, ["0", "1"]), new BinaryColumn(outcome, y, ["0", "1"])]);
        return new SyntheticData(table, new Truth([mu0, mu1], [y0, y1], [q, p]));
    }

    /// <summary>Draws W from its probabilities and Y(w) of every level of it, each from a sub-stream of its own.</summary>
    /// <param name="covariates">X.</param>
    /// <param name="space">The treatment's name and levels.</param>
    /// <param name="propensity">P(W = w | x), [K][n].</param>
    /// <param name="mu">μ_w(x), [K][n].</param>
    /// <param name="law">An outcome drawn from its mean.</param>
    /// <param name="column">The outcomes as a column.</param>
    /// <param name="stream">Where draws come from.</param>
    public static SyntheticData AssembleLevels(IReadOnlyList<Column> covariates, TreatmentSpace space, double[][] propensity,
        double[][] mu, Func<double, RandomStream, double> law, Func<double[], Column> column, RandomStream stream)
    {
        RandomStream assignment = stream.Child("treatment");
        RandomStream[] noises = [.. mu.Select((_, level) => stream.Child(FormattableString.Invariant($"y{level}")))];
        double[][] outcomes = [.. mu.Select((means, level) => Array.ConvertAll(means, mean => law(mean, noises[level])))];
        int[] w = new int[mu[0].Length];
        double[] y = new double[w.Length], shares = new double[mu.Length];
        for (int i = 0; i < w.Length; i++)
        {
            for (int level = 0; level < shares.Length; level++)
            {
                shares[level] = propensity[level][i];
            }

            w[i] = assignment.NextCategory(shares);
            y[i] = outcomes[w[i]][i];
        }

        return new SyntheticData(new Table([.. covariates, space.Column(w), column(y)]), new Truth(mu, outcomes, propensity));
    }

    private static double Round(double value, int? decimals) => decimals is int d ? Math.Round(value, d) : value;
}
