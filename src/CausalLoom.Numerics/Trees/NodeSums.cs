namespace CausalLoom.Numerics.Trees;

/// <summary>Sums over rows: gradients, hessians, and the number of rows.</summary>
internal readonly record struct NodeSums(double Gradient, double Hessian, double Count)
{
    public static NodeSums operator -(NodeSums a, NodeSums b) => new(a.Gradient - b.Gradient, a.Hessian - b.Hessian, a.Count - b.Count);
}
