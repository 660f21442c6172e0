using CausalLoom.Estimation.Average;

namespace CausalLoom.Jobs;

/// <summary>How the intervals of one analysis did over worlds.</summary>
/// <param name="Analysis">From which rows: `real`, `rows` (the released ones as they are), `release` (with their release file).</param>
/// <param name="Estimator">The estimator.</param>
/// <param name="Level">The contrast's level.</param>
/// <param name="Reference">What it is held against.</param>
/// <param name="Truth">The true effect.</param>
/// <param name="Worlds">Worlds with an estimate.</param>
/// <param name="NoInterval">Worlds in which there was no interval; they are in no share below.</param>
public sealed record ReleasePerformance(string Analysis, string Estimator, string Level, string Reference, double Truth, int Worlds,
    int NoInterval)
{
    /// <summary>The share of intervals that hold the truth; NaN where there is no interval.</summary>
    public double Coverage { get; init; }

    /// <summary>The share of intervals without 0: power, or the type I error where the truth is 0.</summary>
    public double Rejection { get; init; }

    /// <summary>Mean estimate less the truth.</summary>
    public double Bias { get; init; }

    /// <summary>Standard deviation of the estimates.</summary>
    public double EmpiricalSe { get; init; }

    /// <summary>Root mean squared standard error over the standard deviation of the estimates.</summary>
    public double SeRatio { get; init; }

    /// <summary>Root mean squared standard error over that of the real rows' estimates.</summary>
    public double SeOverReal { get; init; }

    /// <summary>Intervals counted.</summary>
    public int Intervals => Worlds - NoInterval;

    /// <summary>The Monte-Carlo standard error of a share of the intervals; where all or none are in it, that of half an interval
    /// more.</summary>
    public double Error(double share)
    {
        double p = Math.Clamp(share, 0.5 / (Intervals + 1), (Intervals + 0.5) / (Intervals + 1));
        return Math.Sqrt(p * (1 - p) / Intervals);
    }

    internal static ReleasePerformance Of(string analysis, AverageEffect[] effects, double[] real, double truth)
    {
        AverageEffect[] told = [.. effects.Where(e => e.HasInterval)];
        double mean = effects.Average(e => e.Estimate), rms = Math.Sqrt(effects.Average(e => e.Se * e.Se));
        double spread = Math.Sqrt(effects.Sum(e => (e.Estimate - mean) * (e.Estimate - mean)) / Math.Max(1, effects.Length - 1));
        return new ReleasePerformance(analysis, effects[0].Estimator, effects[0].Level, effects[0].Reference, truth, effects.Length,
            effects.Length - told.Length)
        {
            Coverage = Share(e => e.Lower <= truth && truth <= e.Upper),
            Rejection = Share(e => e.Lower > 0 || e.Upper < 0),
            Bias = mean - truth,
            EmpiricalSe = effects.Length > 1 ? spread : double.NaN,
            SeRatio = effects.Length > 1 ? rms / spread : double.NaN,
            SeOverReal = rms / Math.Sqrt(real.Average(se => se * se)),
        };

        double Share(Func<AverageEffect, bool> holds) => told.Length == 0 ? double.NaN : (double)told.Count(holds) / told.Length;
    }
}
