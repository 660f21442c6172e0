namespace CausalLoom.Numerics.Solvers;

/// <summary>How a logistic regression is fitted.</summary>
public sealed record LogisticOptions
{
    /// <summary>λ of the penalty ½ λ |β|²; 1 is scikit-learn's default C = 1. The intercept is not penalised.</summary>
    public double L2 { get; init; } = 1;

    /// <summary>Whether λ acts on the coefficients of standardised columns instead of the raw ones.</summary>
    public bool StandardisedPenalty { get; init; }

    /// <summary>The largest number of Newton steps.</summary>
    public int MaxIterations { get; init; } = 100;
}
