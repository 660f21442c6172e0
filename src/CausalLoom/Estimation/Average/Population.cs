namespace CausalLoom.Estimation.Average;

/// <summary>
/// Whom a level's mean is averaged over: E[h(X) μ_w(X)] / E[h(X)] for a tilting function h of the propensities g = (g_0 … g_{K−1}).
/// Everyone: h = 1. Those of level p: h = g_p. The overlap population: h = 1/Σ_l 1/g_l, which is g(1 − g) of two arms
/// (docs/methods/average-effects.md).
/// </summary>
public readonly record struct Population
{
    private const int All = -1, Shared = -2;
    private readonly int _who;

    private Population(int who) => _who = who;

    /// <summary>Everyone.</summary>
    public static Population Everyone { get; } = new(All);

    /// <summary>The overlap population.</summary>
    public static Population Overlap { get; } = new(Shared);

    /// <summary>Those who had a level.</summary>
    public static Population Of(int level) => new(level);

    /// <summary>The level that all of it had; null: it is not made of one level's.</summary>
    internal int? Level => _who >= 0 ? _who : null;

    /// <summary>The same people where levels are numbered anew: the new level w is the old <paramref name="order"/>[w].</summary>
    internal Population Renamed(int[] order) => _who >= 0 ? Of(Array.IndexOf(order, _who)) : this;

    /// <summary>Whom an estimand's contrast of two levels is about.</summary>
    public static Population Of(Estimand estimand, Contrast contrast) => estimand switch
    {
        Estimand.Ate => Everyone,
        Estimand.Att => Of(contrast.Level),
        Estimand.Atc => Of(contrast.Reference),
        _ => Overlap,
    };

    /// <summary>The tilting function h of a row's propensities.</summary>
    internal double Tilting(double[][] g, int row) => _who switch { All => 1, Shared => Harmonic(g, row), int p => g[p][row] };

    /// <summary>The weight that makes a row of a level stand for the population: h/g_level.</summary>
    /// <param name="g">The propensities, [K][n].</param>
    /// <param name="row">The row.</param>
    /// <param name="level">The level.</param>
    internal double Balancing(double[][] g, int row, int level) => _who switch
    {
        All => 1 / g[level][row],
        Shared => Harmonic(g, row) / g[level][row],
        int p => p == level ? 1 : g[p][row] / g[level][row],
    };

    /// <summary>A row's share in the population by the propensities alone: 1, whether it is of the level, h.</summary>
    internal double Share(double[][] g, int row, int own) => _who switch
    {
        All => 1,
        Shared => Harmonic(g, row),
        int p => p == own ? 1 : 0,
    };

    /// <summary>
    /// The same with what estimating g costs built in: the unbiased score h + Σ_l ∂h/∂g_l (1(W = l) − g_l), which is 1, 1(W = p), and
    /// (h/g_W)² in the overlap population.
    /// </summary>
    internal double Tilt(double[][] g, int row, int own)
    {
        if (_who != Shared)
        {
            return Share(g, row, own);
        }

        double share = Harmonic(g, row) / g[own][row];
        return share * share;
    }

    /// <summary>∂b/∂η_l of <see cref="Balancing"/>, with g_k = e^η_k / Σ e^η, so that ∂g_k/∂η_l = g_k (1(k = l) − g_l).</summary>
    internal double BalancingSlope(double[][] g, int row, int level, int logit)
    {
        double own = (level == logit ? 1 : 0) - g[logit][row];
        return _who switch
        {
            All => -own / g[level][row],
            Shared => (HarmonicSlope(g, row, logit) - (Harmonic(g, row) * own)) / g[level][row],
            int p => p == level ? 0 : g[p][row] / g[level][row] * ((p == logit ? 1 : 0) - (level == logit ? 1 : 0)),
        };
    }

    /// <summary>∂/∂η_l of <see cref="Share"/>.</summary>
    internal double ShareSlope(double[][] g, int row, int logit) => _who == Shared ? HarmonicSlope(g, row, logit) : 0;

    /// <summary>∂/∂η_l of <see cref="Tilt"/>.</summary>
    internal double TiltSlope(double[][] g, int row, int own, int logit) =>
        _who == Shared ? 2 * Harmonic(g, row) / g[own][row] * BalancingSlope(g, row, own, logit) : 0;

    private static double HarmonicSlope(double[][] g, int row, int logit)
    {
        double h = Harmonic(g, row);
        return h * ((h / g[logit][row]) - g[logit][row]);
    }

    private static double Harmonic(double[][] g, int row)
    {
        double sum = 0;
        foreach (double[] level in g)
        {
            sum += 1 / level[row];
        }

        return 1 / sum;
    }
}
