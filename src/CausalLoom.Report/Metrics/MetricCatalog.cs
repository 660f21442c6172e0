using CausalLoom.Evaluation;

namespace CausalLoom.Report.Metrics;

/// <summary>Every number of an evaluation, in the order of <c>metrics.json</c>.</summary>
internal static class MetricCatalog
{
    public static IReadOnlyList<Metric> All(EvaluationResult result) =>
    [
        .. CovariateCatalog.Covariates(result.Covariates),
        .. MechanismCatalog.Treatment(result.Treatment),
        .. MechanismCatalog.Outcome(result.Outcome),
        .. (result.Outcome.Pairs ?? []).SelectMany(Pair),
        .. CovariateCatalog.Joint(result.Joint),
        .. MechanismCatalog.Effect(result.Ate, result.Support),
        .. DiagnosisCatalog.Terms(result.Ate),
        .. DiagnosisCatalog.CateGap(result.CateGap),
        .. DiagnosisCatalog.Signal(result.Signal),
        .. DiagnosisCatalog.Localisation(result.Localisation),
        .. PrivacyCatalog.Utility(result.Utility),
        .. PrivacyCatalog.Privacy(result.Privacy),
        .. (result.Contrasts ?? []).SelectMany(Contrast),
    ];

    private static IEnumerable<Metric> Pair(OutcomePair pair, int k) => MechanismCatalog.Outcome(pair.Metrics).Select(metric =>
        Of(metric, "outcome.pairs", k, metric.Key.Replace("outcome.", "metrics.", StringComparison.Ordinal), pair.Level, pair.Reference));

    private static IEnumerable<Metric> Contrast(EffectContrast contrast, int k) => new[]
    {
        MechanismCatalog.Average(contrast.Ate),
        DiagnosisCatalog.Terms(contrast.Ate),
        DiagnosisCatalog.CateGap(contrast.CateGap),
        DiagnosisCatalog.Signal(contrast.Signal),
    }.SelectMany(block => block).Select(metric => Of(metric, "contrasts", k, metric.Key, contrast.Level, contrast.Reference));

    private static Metric Of(Metric metric, string list, int k, string key, string level, string reference) => metric with
        { Key = FormattableString.Invariant($"{list}.{k}.{key}"), Name = $"{metric.Name}, {level} against {reference}" };
}
