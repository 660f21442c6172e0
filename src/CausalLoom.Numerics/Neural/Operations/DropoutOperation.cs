using CausalLoom.Numerics.Neural.Kernels;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>
/// Inverted dropout (Srivastava and others, 2014): zero with probability p, else times 1/(1 − p); the identity outside training.
/// </summary>
internal sealed unsafe class DropoutOperation : Operation
{
    private static readonly DropoutOperation Instance = new();

    public static Node Record(Tape tape, Node x, double probability, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegative(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1);
        if (!tape.Training || probability == 0)
        {
            return x;
        }

        Node node = tape.Take(Instance, x.Rows, x.Columns);
        node.AddInput(x);
        float* mask = tape.Arena.Take(node.Length);
        node.Saved.Buffer0 = mask;
        stream.FillDropoutMask(new Span<float>(mask, node.Length), probability);
        ElementKernels.Multiply(x.Data, mask, node.Data, node.Length, false);
        return node;
    }

    public override void Backward(Node node)
    {
        Node x = node.InputAt(0);
        float* gradient = x.TakeGradient(out bool accumulate);
        ElementKernels.Multiply(node.Grad, node.Saved.Buffer0, gradient, node.Length, accumulate);
    }
}
