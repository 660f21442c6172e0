namespace CausalLoom.Numerics.Trees;

/// <summary>Predictions of training rows by the trees that did not see them, and their error.</summary>
/// <param name="Predictions">Mean or probability of each row; NaN for a row that every tree saw.</param>
/// <param name="TreeCounts">How many trees did not see each row.</param>
/// <param name="SquaredError">The weighted mean of (y − prediction)²: for 0/1 targets the Brier score. NaN where no row has a
/// prediction.</param>
/// <param name="ErrorRate">For 0/1 targets the weighted share of rows on the wrong side of ½, even odds counting as half; NaN for
/// regression.</param>
public sealed record OutOfBagResult(double[] Predictions, int[] TreeCounts, double SquaredError, double ErrorRate);
