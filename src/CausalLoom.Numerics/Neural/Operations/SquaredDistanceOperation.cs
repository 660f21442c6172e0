using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>Mean over rows of ‖x − c·1‖² for a constant c: the one-class (deep SVDD) objective.</summary>
internal sealed unsafe class SquaredDistanceOperation : LossOperation
{
    private static readonly SquaredDistanceOperation Instance = new();

    public static Node Record(Tape tape, Node x, float centre)
    {
        Node node = tape.Take(Instance, 1, 1);
        node.AddInput(x);
        node.Saved.Scalar0 = centre;
        return Finish(node, ElementKernels.SquaredDistance(x.Data, x.Length, centre) / x.Rows);
    }

    public override void Backward(Node node)
    {
        Node x = node.InputAt(0);
        if (!x.NeedsGradient)
        {
            return;
        }

        float factor = 2 * node.Grad[0] / x.Rows;
        float* gradient = x.TakeGradient(out bool accumulate);
        float* difference = accumulate ? node.Tape.Arena.Take(x.Length) : gradient;
        ElementKernels.Affine(x.Data, difference, x.Length, 1, -node.Saved.Scalar0);
        ElementKernels.Scale(difference, gradient, x.Length, factor, accumulate);
    }
}
