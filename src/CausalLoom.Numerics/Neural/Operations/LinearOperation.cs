using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>φ(X W + b), X [n × inputs], W [inputs × outputs], b [1 × outputs] or none.</summary>
internal sealed unsafe class LinearOperation : Operation
{
    private static readonly LinearOperation Instance = new();

    public static Node Record(Tape tape, Node x, Parameter weight, Parameter? bias, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(weight);
        Shapes.Require(x.Columns == weight.Rows, "The input has {0} columns; the weight expects {1}.", x.Columns, weight.Rows);
        Shapes.Require(bias is null || bias.Length == weight.Columns, "The bias has {0} values; the weight has {1} outputs.",
            bias?.Length ?? 0, weight.Columns);
        Node node = tape.Take(Instance, x.Rows, weight.Columns);
        node.AddInput(x);
        node.NeedsGradient = true;
        node.Saved.Parameter0 = weight;
        node.Saved.Parameter1 = bias;
        node.Saved.Activation = activation;
        float* z = ActivationKernels.ReadsInput(activation) ? tape.Arena.Take(node.Length) : node.Data;
        node.Saved.Buffer0 = z;
        Gemm.Multiply(GemmKind.NN, x.Rows, weight.Columns, x.Columns, x.Data, weight.ValuePointer, z, false, bias is null ? null
            : bias.ValuePointer);
        if (activation != Activation.Identity)
        {
            ActivationKernels.Forward(activation, z, node.Data, node.Length);
        }

        return node;
    }

    public override void Backward(Node node)
    {
        Node x = node.InputAt(0);
        Parameter weight = node.Saved.Parameter0!;
        if (node.Saved.Activation != Activation.Identity)
        {
            ActivationKernels.Backward(node.Saved.Activation, node.Saved.Buffer0, node.Data, node.Grad, node.Grad, node.Length, false);
        }

        if (!weight.Frozen)
        {
            float* weightGradient = weight.TakeGradient(out bool add);
            Gemm.Multiply(GemmKind.TN, weight.Rows, weight.Columns, x.Rows, x.Data, node.Grad, weightGradient, add, null);
            if (node.Saved.Parameter1 is { } bias)
            {
                float* biasGradient = bias.TakeGradient(out add);
                ColumnKernels.Sum(node.Grad, node.Rows, node.Columns, biasGradient, add);
            }
        }

        if (x.NeedsGradient)
        {
            float* inputGradient = x.TakeGradient(out bool accumulate);
            Gemm.Multiply(GemmKind.NT, x.Rows, x.Columns, node.Columns, node.Grad, weight.ValuePointer, inputGradient, accumulate, null);
        }
    }
}
