using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>Σ c ∘ x for constant coefficients: hands a derivative that was computed elsewhere to the tape.</summary>
internal sealed unsafe class DotOperation : LossOperation
{
    private static readonly DotOperation Instance = new();

    public static Node Record(Tape tape, Node x, ReadOnlySpan<float> coefficients)
    {
        Shapes.Require(coefficients.Length == x.Length, "There are {0} coefficients for {1} values.", coefficients.Length, x.Length);
        Node node = tape.Take(Instance, 1, 1);
        node.AddInput(x);
        float* kept = tape.Arena.Take(x.Length);
        coefficients.CopyTo(new Span<float>(kept, x.Length));
        node.Saved.Buffer0 = kept;
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += (double)kept[i] * x.Data[i];
        }

        return Finish(node, sum);
    }

    public override void Backward(Node node)
    {
        Node x = node.InputAt(0);
        if (x.NeedsGradient)
        {
            float* gradient = x.TakeGradient(out bool accumulate);
            ElementKernels.Scale(node.Saved.Buffer0, gradient, x.Length, node.Grad[0], accumulate);
        }
    }
}
