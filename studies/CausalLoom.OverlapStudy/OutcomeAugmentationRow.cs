namespace CausalLoom.OverlapStudy;

/// <summary>One estimate.</summary>
/// <param name="Replicate">The data set, from 1.</param>
/// <param name="Pool">The pool: none, trial (rows of a new trial) or the generator of the hybrid.</param>
/// <param name="Flip">The share of the pool's outcomes that was flipped.</param>
/// <param name="Estimator">What was done.</param>
/// <param name="Averaging">original or pooled.</param>
/// <param name="Error">The estimate less the true effect.</param>
public sealed record OutcomeAugmentationRow(int Replicate, string Pool, double Flip, string Estimator, string Averaging, double Error);
