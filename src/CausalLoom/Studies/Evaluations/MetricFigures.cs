using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Synthesis;
using MathNet.Numerics.Distributions;

namespace CausalLoom.Studies.Evaluations;

/// <summary>
/// The metrics of `causalloom evaluate` (docs/evaluation.md) between rows drawn of a fit and those it was fitted to, by their places in
/// `metrics.json`. What needs held-out rows has no value.
/// </summary>
/// <param name="options">How to measure.</param>
/// <param name="rows">Rows to draw; null: as many as were fitted to.</param>
internal sealed class MetricFigures(EvaluationOptions options, int? rows) : IStudyEvaluation
{
    private static readonly (string Block, string Names)[] Places =
    [
        ("covariates", "alpha_precision beta_recall alpha_precision_minmax beta_recall_minmax authenticity ks_complement tv_complement "
            + "correlation_similarity wasserstein c2st_logistic c2st_boosting mmd energy dependence_kept missing_rate_difference"),
        ("treatment", "jsd_pi jsd_pi_normalized null oracle overlap_real overlap_synthetic treated_share_real treated_share_synthetic"),
        ("outcome", "u_pehe floor floor_bootstrap learners.t learners.s learners.dr learners.ra u_policy u_int crps_ratio "
            + "effect_sd_real effect_sd_synthetic"),
        ("ate", "real.estimate synthetic.estimate difference covariate_term contrast_term"),
        ("privacy", "dcr_median_ratio dcr_protection nndr verbatim_rate"),
    ];

    /// <inheritdoc />
    public IReadOnlyList<StudyFigure> Figures { get; } =
        [.. Places.SelectMany(p => p.Names.Split(' ').Select(name => new StudyFigure($"{p.Block}.{name}", $"{p.Block}: {name}")))];

    /// <inheritdoc />
    public IReadOnlyList<StudyFigureValue> Measure(IFittedSynthesizer model, CausalData fitted, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(fitted);
        ArgumentNullException.ThrowIfNull(context);
        SyntheticData drawn = model.Draw(rows ?? fitted.Rows, context.Stream.Child("rows"));
        EvaluationResult result = Evaluator.Evaluate(fitted, fitted.Like(drawn.Table), null, drawn.Truth?.Cates(), options,
            context.Child("metrics"));
        JsonObject json = MetricsJson.ToJson(result);
        return [.. Figures.Select(f => Value(f.Key, json, result.Intervals))];
    }

    private StudyFigureValue Value(string place, JsonObject json, IReadOnlyDictionary<string, double[]> intervals)
    {
        JsonNode? at = json;
        foreach (string name in place.Split('.'))
        {
            at = at?[name];
        }

        string note = (string?)json[place.Split('.')[0]]?["note"] ?? "it cannot be told from these rows";
        return at is null ? StudyFigureValue.Of(double.NaN, note)
            : new StudyFigureValue((double)at, intervals.TryGetValue(place, out double[]? ends) ? Deviation(ends, options.Repeats)
                : double.NaN);
    }

    /// <summary>The standard deviation over repeats: the intervals of `evaluate` are mean ± t sd/√R.</summary>
    internal static double Deviation(double[] ends, int repeats) =>
        (ends[1] - ends[0]) / 2 * Math.Sqrt(repeats) / StudentT.InvCDF(0, 1, repeats - 1, 0.975);
}
