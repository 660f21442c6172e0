using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>a ∘ b, element by element.</summary>
internal sealed unsafe class MultiplyOperation : Operation
{
    private static readonly MultiplyOperation Instance = new();

    public static Node Record(Tape tape, Node a, Node b)
    {
        Shapes.RequireSame(a, b);
        Node node = tape.Take(Instance, a.Rows, a.Columns);
        node.AddInput(a);
        node.AddInput(b);
        ElementKernels.Multiply(a.Data, b.Data, node.Data, node.Length, false);
        return node;
    }

    public override void Backward(Node node)
    {
        Node a = node.InputAt(0), b = node.InputAt(1);
        if (a.NeedsGradient)
        {
            float* gradient = a.TakeGradient(out bool accumulate);
            ElementKernels.Multiply(node.Grad, b.Data, gradient, node.Length, accumulate);
        }

        if (b.NeedsGradient)
        {
            float* gradient = b.TakeGradient(out bool accumulate);
            ElementKernels.Multiply(node.Grad, a.Data, gradient, node.Length, accumulate);
        }
    }
}
