namespace CausalLoom.Numerics.Trees;

/// <summary>A tree whose rows a <see cref="TreeWalk"/> leads down, a step at a time.</summary>
internal interface IWalkStep
{
    /// <summary>The child of a node that a row goes to; the node itself where it is a leaf.</summary>
    int Next(int node, int row);
}
