namespace CausalLoom.Overlap.Agreement;

/// <summary>One thing that is held against each other on both sides.</summary>
/// <param name="Kind">What.</param>
/// <param name="Of">Of which covariate, value or quantile; empty otherwise.</param>
/// <param name="At">The covariate's number, the value, or the quantile; 0 otherwise.</param>
internal sealed record OutcomeCheck(DisagreementKind Kind, string Of, double At);
