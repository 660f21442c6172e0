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
        .. CovariateCatalog.Joint(result.Joint),
        .. MechanismCatalog.Effect(result.Ate, result.Support),
        .. DiagnosisCatalog.Terms(result.Ate),
        .. DiagnosisCatalog.CateGap(result.CateGap),
        .. DiagnosisCatalog.Signal(result.Signal),
        .. DiagnosisCatalog.Localisation(result.Localisation),
        .. PrivacyCatalog.Utility(result.Utility),
        .. PrivacyCatalog.Privacy(result.Privacy),
    ];
}
