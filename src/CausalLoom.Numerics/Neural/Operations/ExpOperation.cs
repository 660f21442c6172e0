using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>exp(x).</summary>
internal sealed unsafe class ExpOperation : Operation
{
    private static readonly ExpOperation Instance = new();

    public static Node Record(Tape tape, Node x)
    {
        Node node = tape.Take(Instance, x.Rows, x.Columns);
        node.AddInput(x);
        ElementKernels.Exp(x.Data, node.Data, node.Length);
        return node;
    }

    public override void Backward(Node node)
    {
        float* gradient = node.InputAt(0).TakeGradient(out bool accumulate);
        ElementKernels.Multiply(node.Grad, node.Data, gradient, node.Length, accumulate);
    }
}
