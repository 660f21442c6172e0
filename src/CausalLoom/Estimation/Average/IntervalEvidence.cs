using System.Globalization;
using CausalLoom.Data;
using MathNet.Numerics.Distributions;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// Whether the rows can carry a 95 % interval, and of which width. Where one arm has no rows that stand for the population, standard errors
/// look small because everything is extrapolated alike: then there is none, and bounds by the outcome's range say what is known without
/// a model (Manski 1990).
/// </summary>
internal static class IntervalEvidence
{
    private const double MostClipped = 0.5, LeastCover = 0.5, MostCover = 2, Fewest = 3, Few = 30;

    /// <summary>Why there is no interval, without a full stop; null where there is one.</summary>
    internal static string? Refusal(CausalData data, OverlapDiagnostics overlap)
    {
        if (overlap.Clipped > MostClipped * data.Rows)
        {
            return $"{overlap.Clipped} of {data.Rows} propensities are beyond the bounds of the clipping, so that weights are not those of "
                + "the population";
        }

        double fewest = Math.Min(overlap.EffectiveLevel, overlap.EffectiveReference);
        if (fewest < Fewest)
        {
            return string.Create(CultureInfo.InvariantCulture, $"weighted, an arm is worth {fewest:0.0} rows");
        }

        double least = Math.Min(overlap.CoverLevel, overlap.CoverReference), most = Math.Max(overlap.CoverLevel, overlap.CoverReference);
        return least >= LeastCover && most <= MostCover ? null : string.Create(CultureInfo.InvariantCulture,
            $"weighted, the rows of an arm make up {100 * (least < LeastCover ? least : most):0} % of those they should stand for");
    }

    /// <summary>The half width in standard errors where normal draws would have <paramref name="normal"/>: Student's t of the lesser arm's
    /// effective size where that is small.</summary>
    internal static double Critical(OverlapDiagnostics overlap, double normal) => Freedom(overlap) is var freedom && double.IsNaN(freedom)
        ? normal : StudentT.InvCDF(0, 1, freedom, Normal.CDF(0, 1, normal));

    /// <summary>Degrees of freedom by the lesser arm's effective size; NaN: so many that it is normal.</summary>
    internal static double Freedom(OverlapDiagnostics overlap) =>
        Math.Min(overlap.EffectiveLevel, overlap.EffectiveReference) is var fewest && fewest < Few ? Math.Max(1, fewest - 1) : double.NaN;

    /// <summary>
    /// Bounds of a difference of means by what is seen and the outcome's range: the mean of those who had the level is seen, that of those
    /// who had not is anywhere in the range. Null for populations that are not made of rows.
    /// </summary>
    internal static (double Lower, double Upper)? Bounds(CausalData data, Estimand estimand, Contrast contrast)
    {
        if (estimand == Estimand.Ato)
        {
            return null;
        }

        double low = data.Outcome.Values.Min(), high = data.Outcome.Values.Max();
        (double Lower, double Upper) level = Of(contrast.Level), reference = Of(contrast.Reference);
        return (level.Lower - reference.Upper, level.Upper - reference.Lower);

        (double Lower, double Upper) Of(int arm)
        {
            double seen = 0, weight = 0, total = 0;
            for (int i = 0; i < data.Rows; i++)
            {
                int own = data.Treatment[i];
                bool counts = estimand switch
                {
                    Estimand.Att => own == contrast.Level,
                    Estimand.Atc => own == contrast.Reference,
                    _ => true,
                };
                double s = counts ? data.Given?[i] ?? 1 : 0;
                total += s;
                weight += own == arm ? s : 0;
                seen += own == arm ? s * data.Outcome[i] : 0;
            }

            return ((seen + ((total - weight) * low)) / total, (seen + ((total - weight) * high)) / total);
        }
    }
}
