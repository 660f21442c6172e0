using static CausalLoom.Io.InvariantText;

namespace CausalLoom.Evaluation.Verdicts;

/// <summary>Says where synthetic rows differ from real ones, and how much.</summary>
internal static class LocalisationReading
{
    // Below this a difference is seen because there are many rows, not because it is large.
    private const double Slight = 0.05;

    public static string Of(LocalisationMetrics metrics)
    {
        if (metrics.Found.Count == 0)
        {
            return Invariant($"No difference between {metrics.RowsReal} real and {metrics.RowsSynthetic} synthetic rows was located: "
                + $"neither in the covariates, nor in the assignment given them, nor in the outcome given both.");
        }

        return $"The sides differ in {string.Join(" and in ", metrics.Found.Select(part => Part(part, metrics)))}.";
    }

    private static string Part(string part, LocalisationMetrics metrics) => part switch
    {
        "covariates" =>
            Invariant($"the covariates ({Size(metrics.Covariates)}AUC {metrics.Covariates.Auc:F2}; .5 is best, p {P(metrics.Covariates)})"),
        "assignment" => Invariant($"the assignment given the covariates ({Gain(metrics.Assignment)})"),
        _ => Invariant($"the outcome given covariates and treatment ({Gain(metrics.Outcome)})"),
    };

    private static string Gain(LocalisedStep step) =>
        Invariant($"{Size(step)}AUC {(step.Increment < 0 ? "−" : "+")}{Math.Abs(step.Increment):F2}, p {P(step)}");

    private static string Size(LocalisedStep step) => Math.Abs(step.Increment) < Slight ? "slightly: " : string.Empty;

    private static string P(LocalisedStep step) => step.PValue < 0.001 ? "< .001" : Invariant($"= {step.PValue:F3}");
}
