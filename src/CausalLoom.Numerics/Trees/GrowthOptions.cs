namespace CausalLoom.Numerics.Trees;

/// <summary>When a tree stops growing.</summary>
internal readonly record struct GrowthOptions
{
    public GrowthOptions()
    {
    }

    /// <summary>The largest number of leaves; trees grow best gain first until they have them.</summary>
    public int MaxLeaves { get; init; } = int.MaxValue;

    /// <summary>The largest number of splits between root and leaf.</summary>
    public int MaxDepth { get; init; } = int.MaxValue;

    /// <summary>The fewest rows a leaf may have.</summary>
    public int MinLeafRows { get; init; } = 1;

    /// <summary>The least sum of hessians (for squared loss: of weights) a leaf may have.</summary>
    public double MinLeafHessian { get; init; }

    /// <summary>λ of the penalty ½ λ v² on leaf values.</summary>
    public double L2 { get; init; }

    /// <summary>The least gain of a split.</summary>
    public double MinGain { get; init; }

    /// <summary>The features drawn at every node, 0 for all; more are drawn while none of them can be split.</summary>
    public int FeaturesPerNode { get; init; }

    /// <summary>The fewest rows a node must have to be split.</summary>
    public int MinSplitRows { get; init; } = 2;

    /// <summary>Whether a cut lies in the middle of the bins that are empty in its node, or just above the rows on its left.</summary>
    public bool CutMidway { get; init; }
}
