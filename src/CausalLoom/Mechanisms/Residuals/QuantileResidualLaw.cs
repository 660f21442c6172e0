using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Mechanisms.Residuals;

/// <summary>
/// `quantile`: Y = μ + r − E[r | x, w] with r from the arm's residuals weighted by a quantile forest at x. Level, spread and shape may all
/// depend on x; quantiles cannot cross, since each x has one law. Draws are kept within the observed range.
/// </summary>
public sealed class QuantileResidualLaw : IResidualLaw
{
    /// <summary>The kind of its saved state.</summary>
    public const string Kind = "quantile-residuals";
    private readonly FeatureEncoder _encoder;
    private readonly QuantileForest[] _arms;
    private readonly OutcomeRange _range;

    private QuantileResidualLaw(FeatureEncoder encoder, QuantileForest[] arms, OutcomeRange range) =>
        (_encoder, _arms, _range) = (encoder, arms, range);

    /// <summary>Learns the law.</summary>
    /// <param name="data">Data with a numeric outcome.</param>
    /// <param name="outOfFoldMeans">μ̂ of each row under its own arm, by models that did not see the row.</param>
    /// <param name="context">The context.</param>
    /// <param name="options">The options; null: the defaults.</param>
    /// <exception cref="CausalLoomException">An arm has fewer than two rows.</exception>
    public static QuantileResidualLaw Fit(CausalData data, double[] outOfFoldMeans, FitContext context, QuantileLawOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        options ??= new QuantileLawOptions();
        double[] residuals = ArmResiduals.Of(data, outOfFoldMeans);
        (FeatureEncoder encoder, Matrix x) = FeatureEncoder.FitEncode(data.Covariates, FeatureOptions.ForTrees);
        QuantileForest[] arms = context.Map(data.Levels, (arm, c) =>
        {
            int[] rows = Part(ArmRows.Of(data, arm), options.MostRows, c.Stream.Child("rows"));
            return QuantileForest.Fit(x.TakeRows(rows), Array.ConvertAll(rows, i => residuals[i]), options, c);
        });
        return new QuantileResidualLaw(encoder, arms, OutcomeRange.Of(data.Outcome.Values, options.RangeMargin));
    }

    /// <inheritdoc />
    public double[] Draw(Table covariates, int[] arms, double[] means, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(stream);
        double[] drawn = new double[means.Length];
        ForRows(covariates, arms, (forest, leaves, i) => drawn[i] = _range.Clamp(means[i] + forest.Draw(leaves, i, stream)));
        return drawn;
    }

    /// <inheritdoc />
    public double[] Means(Table covariates, int[] arms, double[] means)
    {
        ArgumentNullException.ThrowIfNull(means);
        double[] exact = new double[means.Length];
        ForRows(covariates, arms, (forest, leaves, i) => exact[i] = forest.ClampedMean(leaves, i, means[i], _range));
        return exact;
    }

    /// <summary>The quantile of each row's residual law, before the range cuts off; in outcome units.</summary>
    /// <param name="covariates">The rows.</param>
    /// <param name="arms">The arm of each row.</param>
    /// <param name="share">From 0 to 1.</param>
    public double[] Quantiles(Table covariates, int[] arms, double share)
    {
        ArgumentNullException.ThrowIfNull(arms);
        double[] quantiles = new double[arms.Length];
        ForRows(covariates, arms, (forest, leaves, i) => quantiles[i] = forest.Quantile(leaves, i, share));
        return quantiles;
    }

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Settings["encoder"] = _encoder.ToJson();
        StateReader.Put(state, "range", [_range.Lower, _range.Upper]);
        LevelKeys.Put(state, [.. _arms.Select(arm => arm.Save())]);
        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static QuantileResidualLaw Load(ModelState state)
    {
        FeatureEncoder encoder = FeatureEncoder.FromJson(StateReader.Expect(state, Kind).Settings["encoder"]);
        double[] range = state.Doubles("range", 2);
        QuantileForest[] arms = [.. LevelKeys.Get(state).Select(arm => QuantileForest.Load(arm, encoder.Width))];
        return range[0] <= range[1] ? new QuantileResidualLaw(encoder, arms, new OutcomeRange(range[0], range[1]))
            : throw StateReader.Damaged("range");
    }

    private static int[] Part(int[] rows, int most, RandomStream stream)
    {
        if (rows.Length <= most)
        {
            return rows;
        }

        int[] part = [.. stream.Permutation(rows.Length).Take(most).Select(i => rows[i])];
        Array.Sort(part);
        return part;
    }

    // Row by row in order, so that draws do not depend on how arms are spread over the rows.
    private void ForRows(Table covariates, int[] arms, Action<QuantileForest, int[][], int> body)
    {
        ArgumentNullException.ThrowIfNull(arms);
        Matrix x = _encoder.Encode(covariates);
        int[][][] leaves = [.. Enumerable.Range(0, _arms.Length).Select(arm => arms.Contains(arm) ? _arms[arm].Leaves(x) : [])];
        for (int i = 0; i < arms.Length; i++)
        {
            body(_arms[arms[i]], leaves[arms[i]], i);
        }
    }
}
