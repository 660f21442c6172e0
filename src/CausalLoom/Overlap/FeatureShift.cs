using CausalLoom.Data;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Overlap;

/// <summary>How far added rows move the mean of one feature, in its standard deviations among the original rows.</summary>
/// <param name="Feature">The feature: a column, or column=level.</param>
/// <param name="Augmented">The augmented table's mean less the original one; α times <paramref name="Added"/>.</param>
/// <param name="Added">The added rows' mean less the original one; 0 where nothing was added.</param>
public sealed record FeatureShift(string Feature, double Augmented, double Added)
{
    /// <summary>The shift of every feature.</summary>
    public static IReadOnlyList<FeatureShift> Of(AugmentedData augmented)
    {
        ArgumentNullException.ThrowIfNull(augmented);
        int n = augmented.Original;
        FeatureEncoder encoder = FeatureEncoder.Fit(augmented.Data.Covariates.Take([.. Enumerable.Range(0, n)]), FeatureOptions.Default with
            { Standardize = false });
        Matrix x = encoder.Encode(augmented.Data.Covariates);
        return [.. encoder.FeatureNames.Select((name, j) => Of(name, x.Column(j), n))];
    }

    private static FeatureShift Of(string name, double[] values, int n)
    {
        Moments own = Moments.Of(values.AsSpan(0, n));
        double scale = own.Sd > 1e-12 * Math.Max(1, Math.Abs(own.Mean)) ? own.Sd : 1;
        double added = values.Length == n ? 0 : (Moments.Of(values.AsSpan(n)).Mean - own.Mean) / scale;
        return new FeatureShift(name, added * (values.Length - n) / values.Length, added);
    }
}
