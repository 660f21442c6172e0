using CausalLoom.Numerics.Neural.Kernels;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>
/// softmax((x + g)/τ) within column segments, g standard Gumbel noise (Jang, Gu and Poole, 2017) or zero; columns
/// outside the segments are copied.
/// </summary>
internal sealed unsafe class SoftmaxOperation : Operation
{
    private static readonly SoftmaxOperation Instance = new();

    public static Node Record(Tape tape, Node x, Segment[] segments, double temperature, RandomStream? noise)
    {
        ArgumentNullException.ThrowIfNull(segments);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(temperature);
        Shapes.RequireInside(segments, x.Columns);
        Node node = tape.Take(Instance, x.Rows, x.Columns);
        node.AddInput(x);
        node.Saved.Columns = segments;
        node.Saved.Scalar0 = (float)(1 / temperature);
        x.Value.CopyTo(node.Value);
        float* gumbel = null;
        if (noise is not null)
        {
            gumbel = tape.Arena.Take(node.Length);
            noise.FillGumbel(new Span<float>(gumbel, node.Length));
        }

        SoftmaxKernels.Forward(x.Data, gumbel, x.Rows, x.Columns, segments, node.Saved.Scalar0, node.Data, null);
        return node;
    }

    public override void Backward(Node node)
    {
        Node x = node.InputAt(0);
        SoftmaxKernels.Backward(node.Data, node.Grad, node.Rows, node.Columns, (Segment[])node.Saved.Columns!, node.Saved.Scalar0);
        float* gradient = x.TakeGradient(out bool accumulate);
        ElementKernels.Scale(node.Grad, gradient, node.Length, 1, accumulate);
    }
}
