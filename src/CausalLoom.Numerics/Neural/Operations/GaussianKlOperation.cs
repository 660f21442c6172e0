using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>Mean over rows of KL(N(μ, diag exp v) ‖ N(0, I)) = ½ Σ (exp v + μ² − 1 − v).</summary>
internal sealed unsafe class GaussianKlOperation : LossOperation
{
    private static readonly GaussianKlOperation Instance = new();

    public static Node Record(Tape tape, Node mean, Node logVariance)
    {
        Shapes.RequireSame(mean, logVariance);
        Node node = tape.Take(Instance, 1, 1);
        node.AddInput(mean);
        node.AddInput(logVariance);
        float* variance = tape.Arena.Take(mean.Length);
        node.Saved.Buffer0 = variance;
        ElementKernels.Exp(logVariance.Data, variance, mean.Length);
        double sum = 0;
        for (nint i = 0; i < mean.Length; i++)
        {
            double m = mean.Data[i];
            sum += variance[i] + (m * m) - 1 - logVariance.Data[i];
        }

        return Finish(node, 0.5 * sum / mean.Rows);
    }

    public override void Backward(Node node)
    {
        Node mean = node.InputAt(0), logVariance = node.InputAt(1);
        float factor = node.Grad[0] / mean.Rows;
        if (mean.NeedsGradient)
        {
            float* gradient = mean.TakeGradient(out bool accumulate);
            ElementKernels.Scale(mean.Data, gradient, mean.Length, factor, accumulate);
        }

        if (logVariance.NeedsGradient)
        {
            float* gradient = logVariance.TakeGradient(out bool accumulate);
            ElementKernels.Affine(node.Saved.Buffer0, node.Saved.Buffer0, mean.Length, 1, -1);
            ElementKernels.Scale(node.Saved.Buffer0, gradient, mean.Length, 0.5f * factor, accumulate);
        }
    }
}
