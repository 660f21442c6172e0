using CausalLoom.Mechanisms;

namespace CausalLoom.Estimation.Average;

/// <summary>An AIPW estimate with the outcome models behind it.</summary>
/// <param name="Effect">The estimate.</param>
/// <param name="Outcome">The cross-fitted outcome means and their model for other rows.</param>
/// <param name="Propensity">The unclipped propensity for other rows; null where it is known and not learnt.</param>
public sealed record AipwFit(AverageEffect Effect, CrossFittedOutcome Outcome, IPropensityModel? Propensity = null);
