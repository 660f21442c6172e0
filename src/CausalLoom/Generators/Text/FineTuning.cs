namespace CausalLoom.Generators.Text;

/// <summary>Which weights of a checkpoint are trained.</summary>
public enum FineTuning
{
    /// <summary>All of them up to 30 million, adapters beyond.</summary>
    Automatic,

    /// <summary>All of them.</summary>
    Full,

    /// <summary>Low-rank adapters of the attention inputs (Hu and others, 2022), merged into the weights afterwards.</summary>
    LowRank,
}
