using CausalLoom.Data;

namespace CausalLoom.Synthesis;

/// <summary>
/// What a source knows of each row it drew and no analyst sees: conditional means, potential outcomes and propensities,
/// keyed by treatment level. Written to the truth file (docs/files.md).
/// </summary>
public sealed class Truth
{
    /// <summary>A truth for K levels and n rows; each array is [level][row].</summary>
    public Truth(double[][] mu, double[][] potentialOutcomes, double[][] propensity)
    {
        ArgumentNullException.ThrowIfNull(mu);
        ArgumentNullException.ThrowIfNull(potentialOutcomes);
        ArgumentNullException.ThrowIfNull(propensity);
        if (mu.Length < 2 || potentialOutcomes.Length != mu.Length || propensity.Length != mu.Length)
        {
            throw new ArgumentException("A truth needs the same two or more levels throughout.", nameof(mu));
        }

        Mu = mu;
        PotentialOutcomes = potentialOutcomes;
        Propensity = propensity;
    }

    /// <summary>μ_w(x) = E[Y(w) | X = x], [level][row].</summary>
    public double[][] Mu { get; }

    /// <summary>Y(w) as drawn, [level][row]; the data's outcome is the entry of the row's own level.</summary>
    public double[][] PotentialOutcomes { get; }

    /// <summary>P(W = w | X = x), [level][row].</summary>
    public double[][] Propensity { get; }

    /// <summary>
    /// What else is true of the rows and has no place above, such as a latent confounder: columns of the truth file after the others.
    /// </summary>
    public IReadOnlyList<ContinuousColumn> More { get; init; } = [];

    /// <summary>The number of levels.</summary>
    public int Levels => Mu.Length;

    /// <summary>The number of rows.</summary>
    public int Rows => Mu[0].Length;

    /// <summary>The conditional average treatment effect τ(x) = μ_level(x) − μ_reference(x) of each row.</summary>
    public double[] Cate(int level = 1, int reference = 0)
    {
        double[] cate = new double[Rows];
        for (int i = 0; i < cate.Length; i++)
        {
            cate[i] = Mu[level][i] - Mu[reference][i];
        }

        return cate;
    }

    /// <summary>τ(x) of each level against the reference, [K − 1][n].</summary>
    public IReadOnlyList<double[]> Cates() => [.. Enumerable.Range(1, Levels - 1).Select(level => Cate(level))];
}
