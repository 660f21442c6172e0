namespace CausalLoom.Numerics.Trees;

/// <summary>What gradient boosting minimises.</summary>
public enum BoostingLoss
{
    /// <summary>½ (y − f)²; scores are means.</summary>
    Squared,

    /// <summary>log(1 + e^f) − y f; scores are logits.</summary>
    Logistic,
}
