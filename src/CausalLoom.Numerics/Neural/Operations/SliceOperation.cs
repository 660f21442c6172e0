using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>Some adjacent columns of a node.</summary>
internal sealed unsafe class SliceOperation : Operation
{
    private static readonly SliceOperation Instance = new();

    public static Node Record(Tape tape, Node x, int start, int length)
    {
        Shapes.Require(start >= 0 && length > 0 && start + length <= x.Columns, "The slice ends at column {0}; the node has {1}.",
            start + length, x.Columns);
        Node node = tape.Take(Instance, x.Rows, length);
        node.AddInput(x);
        node.Saved.Integer0 = start;
        ElementKernels.CopyBlock(x.Data + start, x.Columns, node.Data, length, x.Rows, length, false);
        return node;
    }

    public override void Backward(Node node)
    {
        Node x = node.InputAt(0);
        float* gradient = x.TakeGradient(out bool accumulate);
        if (!accumulate)
        {
            new Span<float>(gradient, x.Length).Clear();
        }

        ElementKernels.CopyBlock(node.Grad, node.Columns, gradient + node.Saved.Integer0, x.Columns, node.Rows, node.Columns, true);
    }
}
