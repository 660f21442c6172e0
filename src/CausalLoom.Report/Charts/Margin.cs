namespace CausalLoom.Report.Charts;

/// <summary>One column's margin on both sides.</summary>
/// <param name="Name">The column.</param>
/// <param name="MissingReal">Share of real values missing.</param>
/// <param name="MissingSynthetic">Share of synthetic values missing.</param>
/// <param name="Distance">Kolmogorov–Smirnov distance of numbers, total variation of levels; NaN where a side is empty.</param>
/// <param name="Real">The real side in a few words (mean and SD, or the commonest level).</param>
/// <param name="Synthetic">The synthetic side likewise.</param>
internal abstract record Margin(string Name, double MissingReal, double MissingSynthetic, double Distance, string Real, string Synthetic)
{
    /// <summary>The distance's short name.</summary>
    public abstract string DistanceName { get; }

    /// <summary>What decides the order of the charts: the worst of the values' distance and the gap in missingness.</summary>
    public double Mismatch => Math.Max(double.IsNaN(Distance) ? 1 : Distance, Math.Abs(MissingReal - MissingSynthetic));
}

/// <summary>A margin of numbers: shares by bin.</summary>
internal sealed record NumberMargin(
    string Name,
    double MissingReal,
    double MissingSynthetic,
    double Distance,
    string Real,
    string Synthetic,
    HistogramBins Bins,
    double[] RealShares,
    double[] SyntheticShares)
    : Margin(Name, MissingReal, MissingSynthetic, Distance, Real, Synthetic)
{
    public override string DistanceName => "KS";
}

/// <summary>A margin of levels: shares by level.</summary>
internal sealed record LevelMargin(
    string Name,
    double MissingReal,
    double MissingSynthetic,
    double Distance,
    string Real,
    string Synthetic,
    string[] Levels,
    double[] RealShares,
    double[] SyntheticShares)
    : Margin(Name, MissingReal, MissingSynthetic, Distance, Real, Synthetic)
{
    public override string DistanceName => "TV";
}
