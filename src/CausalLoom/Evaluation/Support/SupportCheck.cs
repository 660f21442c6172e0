using CausalLoom.Evaluation.Covariates;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Evaluation.Support;

/// <summary>
/// Which synthetic rows lie where the mechanisms had no data. A row is outside the support of a set of real rows where its
/// distance to the nearest of them, on covariates standardised by the real rows, exceeds the 99 % quantile of the distances
/// of those real rows to their nearest other one. About 1 % is expected of an independent sample.
/// </summary>
public static class SupportCheck
{
    private const double Level = 0.99;

    /// <summary>The shares outside, against all real rows and against those of the row's own arm.</summary>
    /// <param name="real">Encoded real covariates, [row, feature], without missing values.</param>
    /// <param name="realArms">The level of each real row.</param>
    /// <param name="synthetic">Encoded synthetic covariates in the same features.</param>
    /// <param name="syntheticArms">The level of each synthetic row.</param>
    /// <param name="context">Threads.</param>
    public static SupportMetrics Measure(Matrix real, int[] realArms, Matrix synthetic, int[] syntheticArms, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(context);
        ColumnScaling scaling = ColumnScaling.Standard(real);
        int[] of = Few(real.Rows, context.Stream.Child("real rows")), at = Few(synthetic.Rows, context.Stream.Child("synthetic rows"));
        Matrix x = scaling.Apply(real.TakeRows(of)), s = scaling.Apply(synthetic.TakeRows(at));
        int[] xArms = Array.ConvertAll(of, i => realArms[i]), sArms = Array.ConvertAll(at, i => syntheticArms[i]);
        int outside = CountOutside(x, s, context), outsideArm = 0;
        for (int arm = 0; arm <= Math.Max(xArms.Max(), sArms.Max()); arm++)
        {
            outsideArm += CountOutside(OfArm(x, xArms, arm), OfArm(s, sArms, arm), context);
        }

        return new SupportMetrics((double)outside / s.Rows, (double)outsideArm / s.Rows);
    }

    private static int[] Few(int rows, RandomStream stream) => rows <= CovariateComparison.MostPairRows
        ? [.. Enumerable.Range(0, rows)] : RowSubsample.Choose(rows, CovariateComparison.MostPairRows, stream);

    private static int CountOutside(Matrix real, Matrix synthetic, FitContext context)
    {
        if (real.Rows < 2)
        {
            // One row or none spans no support: every synthetic row is an extrapolation.
            return synthetic.Rows;
        }

        double[] among = SampleStatistics.Sorted(NearestRows.Among(real, context).Distance);
        double threshold = SampleStatistics.Quantile(among, Level);
        return NearestRows.Of(synthetic, real, context).Distance.Count(distance => distance > threshold);
    }

    private static Matrix OfArm(Matrix rows, int[] arms, int arm) =>
        rows.TakeRows([.. Enumerable.Range(0, arms.Length).Where(i => arms[i] == arm)]);
}
