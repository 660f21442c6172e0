using System.Globalization;
using CausalLoom.Overlap;

namespace CausalLoom.Studies;

/// <summary>Which propensities a method keeps: a range, or Crump's optimal one.</summary>
/// <param name="Lower">The least propensity; NaN for the optimal cut.</param>
/// <param name="Upper">The largest propensity; NaN for the optimal cut.</param>
public sealed record StudyTrim(double Lower, double Upper)
{
    /// <summary>The optimal cut of Crump, Hotz, Imbens and Mitnik (2009), found anew in each replicate.</summary>
    public static StudyTrim Crump { get; } = new(double.NaN, double.NaN);

    /// <summary>What decides it, as text.</summary>
    public string Key => double.IsNaN(Lower) ? "trim=crump" : string.Create(CultureInfo.InvariantCulture, $"trim=[{Lower:R}, {Upper:R}]");

    /// <summary>The rows it keeps, ascending.</summary>
    /// <param name="propensity">ĝ of each row, not clipped.</param>
    public int[] Keep(double[] propensity)
    {
        ArgumentNullException.ThrowIfNull(propensity);
        double cut = double.IsNaN(Lower) ? CrumpTrimming.OptimalCut([.. propensity.Select(g => Math.Clamp(g, 1e-9, 1 - 1e-9))]) : 0;
        return double.IsNaN(Lower) ? CrumpTrimming.Keep(propensity, cut, 1 - cut) : CrumpTrimming.Keep(propensity, Lower, Upper);
    }
}
