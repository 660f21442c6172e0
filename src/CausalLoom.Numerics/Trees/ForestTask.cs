namespace CausalLoom.Numerics.Trees;

/// <summary>What a random forest predicts.</summary>
public enum ForestTask
{
    /// <summary>The mean of a number: leaves hold means, splits lower the sum of squares.</summary>
    Regression,

    /// <summary>The probability of class 1 of targets 0 and 1: leaves hold class shares, splits lower the Gini index.</summary>
    Classification,
}
