using CausalLoom.Data;
using CausalLoom.Evaluation.Support;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Evaluation.Treatment;

/// <summary>
/// JSD_π with a flexible, calibrated propensity model, set between a null and an oracle (docs/methods/treatment-metrics.md).
/// Score, null and oracle are all 1 − mean d_JS of two propensities at real rows that neither model has learned from, and all at
/// m = min(synthetic rows, real rows):
/// <list type="bullet">
/// <item>score: the real side's five-fold out-of-fold propensity against a model fitted on m synthetic rows;</item>
/// <item>null: the real side against the better of a model fitted on m real rows with permuted W, and the constant P(W = 1);</item>
/// <item>oracle: two resamples of the real rows against each other, at rows in neither: one stands for the real side
/// (0.8·n rows), one for a perfect synthetic sample (m rows).</item>
/// </list>
/// The oracle's resamples are drawn without replacement, since repeated rows would leak their labels across the learner's own
/// calibration folds and make its propensities too sure. A resample without replacement of n·k/(n + k) of n rows varies
/// about the full sample as k independent rows vary about the truth, V(a)·(1 − a/n) = V(k) with V ∝ 1/a; and the difference
/// of two such resamples varies as that of two independent samples. A single resample against the real side itself would
/// share its rows and noise, and ask more of a synthetic sample than the truth can give.
/// </summary>
public sealed class AssignmentFidelity
{
    private const int Folds = 5;

    private readonly IPropensityLearner _learner;
    private readonly int _draws;

    /// <summary>A measure with that propensity model.</summary>
    /// <param name="learner">Flexible and calibrated; a constant law must come out nearly constant.</param>
    /// <param name="draws">Over how many draws null and oracle are averaged; at least two.</param>
    public AssignmentFidelity(IPropensityLearner learner, int draws = 5)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 2);
        _learner = learner;
        _draws = draws;
    }

    /// <summary>Measures a synthetic assignment.</summary>
    /// <param name="real">Real covariates.</param>
    /// <param name="realArms">Arms of the real rows.</param>
    /// <param name="synthetic">Synthetic covariates, aligned.</param>
    /// <param name="syntheticArms">Arms of the synthetic rows.</param>
    /// <param name="context">Stream, threads, progress.</param>
    public AssignmentScore Measure(Table real, Arms realArms, Table synthetic, Arms syntheticArms, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(context);
        double[][] propensities = UnseenPropensity.OutOfFold(_learner, real, realArms, Folds, context.Child("real"));
        int size = Math.Min(real.Rows, synthetic.Rows);
        double[] scores = context.Child("score").Map(synthetic.Rows > size ? _draws : 1, (_, child) =>
            Against(propensities, real, synthetic, syntheticArms,
                RowSubsample.Choose(synthetic.Rows, size, child.Stream.Child("rows")), child));
        double[] nulls = context.Child("null").Map(_draws, (_, child) => Permuted(propensities, real, realArms, size, child));
        double[] oracles = context.Child("oracle").Map(_draws, (_, child) => Resampled(real, realArms, size, child));
        double[][] constant = [.. Enumerable.Range(0, realArms.Levels).Select(level =>
            Enumerable.Repeat(realArms.CountOf(level) / (double)realArms.Count, real.Rows).ToArray())];
        return new AssignmentScore(
            SampleStatistics.Mean(scores),
            Math.Max(SampleStatistics.Mean(nulls), JensenShannon.Score(propensities, constant)),
            SampleStatistics.Mean(oracles),
            Math.Sqrt(Math.Pow(SampleStatistics.Sd(oracles), 2) + Math.Pow(SampleStatistics.Sd(nulls), 2)),
            Evidence(propensities, realArms),
            propensities);
    }

    private double Against(double[][] propensities, Table real, Table rows, Arms arms, int[] chosen, FitContext context) =>
        JensenShannon.Score(
            propensities, UnseenPropensity.Predict(_learner, rows.Take(chosen), arms.Take(chosen), real, context));

    private double Permuted(double[][] propensities, Table real, Arms arms, int size, FitContext context)
    {
        int[] permuted = [.. arms];
        context.Stream.Child("permutation").Shuffle<int>(permuted);
        return Against(propensities, real, real, new Arms(arms.Space, permuted),
            RowSubsample.Choose(real.Rows, size, context.Stream.Child("rows")), context);
    }

    private double Resampled(Table real, Arms arms, int size, FitContext context)
    {
        int[] a = Resample(real.Rows, real.Rows * (Folds - 1) / Folds, context.Stream.Child("real")),
            b = Resample(real.Rows, size, context.Stream.Child("synthetic"));
        int[] unused = [.. Enumerable.Range(0, real.Rows).Except(a).Except(b)];
        Table fresh = unused.Length == 0 ? real : real.Take(unused);
        return JensenShannon.Score(
            UnseenPropensity.Predict(_learner, real.Take(a), arms.Take(a), fresh, context.Child("real")),
            UnseenPropensity.Predict(_learner, real.Take(b), arms.Take(b), fresh, context.Child("synthetic")));
    }

    // n·k/(n + k) rows without replacement: about as variable as k independent ones.
    private static int[] Resample(int rows, int like, RandomStream stream) =>
        RowSubsample.Choose(rows, (int)((long)rows * like / (rows + like)), stream);

    // z of mean_i [log-likelihood under π̂ − under a constant].
    private static double Evidence(double[][] propensities, Arms arms)
    {
        double[] gains = new double[arms.Count];
        for (int i = 0; i < gains.Length; i++)
        {
            double p = Math.Clamp(propensities[arms[i]][i], 1e-6, 1 - 1e-6);
            gains[i] = Math.Log(p / (arms.CountOf(arms[i]) / (double)arms.Count));
        }

        double sd = SampleStatistics.Sd(gains);
        return sd > 0 ? SampleStatistics.Mean(gains) / sd * Math.Sqrt(gains.Length) : 0;
    }
}
