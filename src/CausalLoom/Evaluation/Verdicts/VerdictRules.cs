namespace CausalLoom.Evaluation.Verdicts;

/// <summary>Turns figures into judgements in words, one a desideratum; a pure function of the figures and table sizes.</summary>
public static class VerdictRules
{
    /// <summary>The verdicts on covariates, treatment, outcome, effect and copying, in this order, and on intervals and rules if
    /// any.</summary>
    public static IReadOnlyList<Verdict> Of(EvaluationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return
        [
            CovariateVerdict.Of(result.Covariates, result.Rows),
            TreatmentVerdict.Of(result.Treatment, result.Rows),
            OutcomeVerdict.Of(result.Outcome),
            EffectVerdict.Of(result),
            CopyingVerdict.Of(result.Covariates, result.Privacy, result.Rows),
            .. result.Interval is { } interval ? [IntervalVerdict.Of(interval, result.Rows)] : Array.Empty<Verdict>(),
            .. RuleVerdict.Of(result.Rules) is { } rules ? [rules] : Array.Empty<Verdict>(),
        ];
    }
}
