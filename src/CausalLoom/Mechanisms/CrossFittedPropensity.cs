namespace CausalLoom.Mechanisms;

/// <summary>Propensities of the rows they were learnt from, each by models that did not see the row, and a model for other rows.</summary>
/// <param name="Model">The mean of the fold models, for any other table.</param>
/// <param name="OutOfFold">The cross-fitted, calibrated propensity of each row.</param>
/// <param name="Folds">Which rows were held out together.</param>
public sealed record CrossFittedPropensity(IPropensityModel Model, double[] OutOfFold, Folds Folds);
