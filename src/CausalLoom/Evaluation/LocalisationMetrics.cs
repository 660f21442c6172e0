namespace CausalLoom.Evaluation;

/// <summary>
/// Where synthetic rows differ from real ones: nested two-sample tests of X, of W given X, and of Y given (X, W)
/// (docs/methods/localisation.md).
/// </summary>
/// <param name="Covariates">X alone.</param>
/// <param name="Assignment">(X, W); its p-value is that of W given X.</param>
/// <param name="Outcome">(X, W, Y); its p-value is that of Y given (X, W).</param>
/// <param name="Found">Which of "covariates", "assignment", "outcome" differ, at 5 % for all three together (Holm); empty: no difference
/// was seen.</param>
/// <param name="RowsReal">Real rows used.</param>
/// <param name="RowsSynthetic">Synthetic rows used.</param>
/// <param name="Reading">What was found, in words.</param>
public sealed record LocalisationMetrics(
    LocalisedStep Covariates,
    LocalisedStep Assignment,
    LocalisedStep Outcome,
    IReadOnlyList<string> Found,
    int RowsReal,
    int RowsSynthetic,
    string Reading);
