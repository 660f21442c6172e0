namespace CausalLoom.Mechanisms;

/// <summary>Propensities of the rows they were learnt from, each by models that did not see the row.</summary>
/// <param name="Model">A model for other rows: the mean of the fold models; null where the learner keeps none.</param>
/// <param name="OutOfFold">π̂_w of each row, out of fold, [K][n].</param>
/// <param name="Folds">Which rows were held out together.</param>
public sealed record CrossFittedPropensity(IPropensityModel? Model, double[][] OutOfFold, Folds Folds);
