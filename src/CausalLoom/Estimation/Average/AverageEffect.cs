namespace CausalLoom.Estimation.Average;

/// <summary>An estimated average treatment effect and what it rests on.</summary>
/// <param name="Estimator">The estimator's name.</param>
/// <param name="Estimand">The estimand: "ate".</param>
/// <param name="Estimate">The estimate, in outcome units (a risk difference where the outcome has two levels).</param>
/// <param name="Se">Its standard error, from the influence function.</param>
/// <param name="Lower">The lower end of the 95 % interval.</param>
/// <param name="Upper">The upper end of the 95 % interval.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="EffectiveSampleSize">Kish's (Σw)²/Σw² of the inverse-probability weights in each arm, summed over arms.</param>
/// <param name="Warnings">What a reader must know, each one line; empty where all is well.</param>
/// <param name="PseudoOutcomes">The doubly robust pseudo-outcome φ of each row.</param>
/// <param name="Propensity">The clipped out-of-fold propensity of each row.</param>
/// <param name="Clipped">How many propensities were clipped.</param>
public sealed record AverageEffect(
    string Estimator,
    string Estimand,
    double Estimate,
    double Se,
    double Lower,
    double Upper,
    int Rows,
    double EffectiveSampleSize,
    IReadOnlyList<string> Warnings,
    double[] PseudoOutcomes,
    double[] Propensity,
    int Clipped);
