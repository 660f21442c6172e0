using CausalLoom.Numerics.Neural.Kernels;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>μ + exp(v/2)·ε with ε standard normal (Kingma and Welling, 2014), v a log-variance.</summary>
internal sealed unsafe class ReparameteriseOperation : Operation
{
    private static readonly ReparameteriseOperation Instance = new();

    public static Node Record(Tape tape, Node mean, Node logVariance, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Shapes.RequireSame(mean, logVariance);
        Node node = tape.Take(Instance, mean.Rows, mean.Columns);
        node.AddInput(mean);
        node.AddInput(logVariance);

        // Buffer0 becomes σ·ε, the noise that was added.
        float* noise = tape.Arena.Take(node.Length);
        node.Saved.Buffer0 = noise;
        stream.FillNormal(new Span<float>(noise, node.Length));
        ElementKernels.Affine(logVariance.Data, node.Data, node.Length, 0.5f, 0);
        ElementKernels.Exp(node.Data, node.Data, node.Length);
        ElementKernels.Multiply(node.Data, noise, noise, node.Length, false);
        ElementKernels.AddScaled(mean.Data, noise, 1, node.Data, node.Length);
        return node;
    }

    public override void Backward(Node node)
    {
        Node mean = node.InputAt(0), logVariance = node.InputAt(1);
        if (mean.NeedsGradient)
        {
            float* gradient = mean.TakeGradient(out bool accumulate);
            ElementKernels.Scale(node.Grad, gradient, node.Length, 1, accumulate);
        }

        if (logVariance.NeedsGradient)
        {
            float* gradient = logVariance.TakeGradient(out bool accumulate);
            ElementKernels.Scale(node.Saved.Buffer0, node.Saved.Buffer0, node.Length, 0.5f, false);
            ElementKernels.Multiply(node.Grad, node.Saved.Buffer0, gradient, node.Length, accumulate);
        }
    }
}
