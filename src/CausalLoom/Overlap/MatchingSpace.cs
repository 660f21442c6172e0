using CausalLoom.Data;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Overlap;

/// <summary>
/// Where donors are near: numbers and one indicator a level, each less its mean and divided by its population standard deviation over the
/// original rows (1 where they do not vary). A missing value counts as the mean (or the most frequent level), with an indicator beside it.
/// </summary>
public sealed class MatchingSpace
{
    private static readonly FeatureOptions Options = FeatureOptions.Default with { Standardize = false };
    private readonly FeatureEncoder _encoder;
    private readonly double[] _mean, _scale;

    private MatchingSpace(FeatureEncoder encoder, double[] mean, double[] scale, int varying) =>
        (_encoder, _mean, _scale, Varying) = (encoder, mean, scale, varying);

    /// <summary>How many features vary among the original rows.</summary>
    public int Varying { get; }

    /// <summary>
    /// Euclidean distance a unit of the caliper: √d of the features that vary. So the caliper is a root mean square of differences in
    /// standard deviations, which means the same with three covariates as with thirty.
    /// </summary>
    public double Unit => Math.Sqrt(Math.Max(1, Varying));

    /// <summary>Learns the scales.</summary>
    public static MatchingSpace Fit(Table covariates)
    {
        (FeatureEncoder encoder, Matrix x) = FeatureEncoder.FitEncode(covariates, Options);
        double[] mean = new double[x.Columns], scale = new double[x.Columns];
        int varying = 0;
        for (int j = 0; j < x.Columns; j++)
        {
            Moments moments = Moments.Of(x.Column(j));
            bool varies = moments.Sd > 1e-12 * Math.Max(1, Math.Abs(moments.Mean));
            (mean[j], scale[j]) = (moments.Mean, varies ? moments.Sd : 1);
            varying += varies ? 1 : 0;
        }

        return new MatchingSpace(encoder, mean, scale, varying);
    }

    /// <summary>The rows as points.</summary>
    /// <exception cref="CausalLoomException">A column is absent, or holds text where numbers were.</exception>
    public Matrix Points(Table covariates)
    {
        Matrix x = _encoder.Encode(covariates);
        for (int i = 0; i < x.Rows; i++)
        {
            Span<double> row = x.Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = (row[j] - _mean[j]) / _scale[j];
            }
        }

        return x;
    }
}
