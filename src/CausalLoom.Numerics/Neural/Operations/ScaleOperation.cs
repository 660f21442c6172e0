using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>s·x + c with constants s and c.</summary>
internal sealed unsafe class ScaleOperation : Operation
{
    private static readonly ScaleOperation Instance = new();

    public static Node Record(Tape tape, Node x, float factor, float offset)
    {
        Node node = tape.Take(Instance, x.Rows, x.Columns);
        node.AddInput(x);
        node.Saved.Scalar0 = factor;
        ElementKernels.Affine(x.Data, node.Data, node.Length, factor, offset);
        return node;
    }

    public override void Backward(Node node)
    {
        float* gradient = node.InputAt(0).TakeGradient(out bool accumulate);
        ElementKernels.Scale(node.Grad, gradient, node.Length, node.Saved.Scalar0, accumulate);
    }
}
