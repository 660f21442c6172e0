namespace CausalLoom.Mechanisms;

/// <summary>Propensities of two arms, each by models that did not see the row, and a model for other rows.</summary>
/// <param name="Model">The mean of the fold models, for any other table.</param>
/// <param name="OutOfFold">The cross-fitted, calibrated P(W = 1 | x) of each row, [n].</param>
/// <param name="Folds">Which rows were held out together.</param>
public sealed record CrossFittedBinaryPropensity(IBinaryPropensityModel Model, double[] OutOfFold, Folds Folds);
