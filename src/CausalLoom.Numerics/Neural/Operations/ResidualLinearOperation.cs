using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>
/// R + X W + b in one product: the end of a residual branch. The gradient of R is the node's own, so where nothing else has
/// reached R yet its buffer is handed over instead of copied.
/// </summary>
internal sealed unsafe class ResidualLinearOperation : Operation
{
    private static readonly ResidualLinearOperation Instance = new();

    public static Node Record(Tape tape, Node residual, Node x, Parameter weight, Parameter bias)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentNullException.ThrowIfNull(bias);
        Shapes.Require(x.Columns == weight.Rows, "The input has {0} columns; the weight expects {1}.", x.Columns, weight.Rows);
        Shapes.Require(bias.Length == weight.Columns, "The bias has {0} values; the weight has {1} outputs.", bias.Length, weight.Columns);
        Shapes.Require(residual.Rows == x.Rows && residual.Columns == weight.Columns, "The residual is {0} × {1}, unlike the product.",
            residual.Rows, residual.Columns);
        Node node = tape.Take(Instance, x.Rows, weight.Columns);
        node.AddInput(residual);
        node.AddInput(x);
        node.NeedsGradient = true;
        node.Saved.Parameter0 = weight;
        node.Saved.Parameter1 = bias;
        RowKernels.AddRow(residual.Data, bias.ValuePointer, node.Rows, node.Columns, node.Data);
        Gemm.Multiply(GemmKind.NN, x.Rows, weight.Columns, x.Columns, x.Data, weight.ValuePointer, node.Data, true, null);
        return node;
    }

    public override void Backward(Node node)
    {
        Node residual = node.InputAt(0), x = node.InputAt(1);
        Parameter weight = node.Saved.Parameter0!;
        if (!weight.Frozen)
        {
            float* weightGradient = weight.TakeGradient(out bool add);
            Gemm.Multiply(GemmKind.TN, weight.Rows, weight.Columns, x.Rows, x.Data, node.Grad, weightGradient, add, null);
            float* biasGradient = node.Saved.Parameter1!.TakeGradient(out add);
            ColumnKernels.Sum(node.Grad, node.Rows, node.Columns, biasGradient, add);
        }

        if (x.NeedsGradient)
        {
            float* inputGradient = x.TakeGradient(out bool accumulate);
            Gemm.Multiply(GemmKind.NT, x.Rows, x.Columns, node.Columns, node.Grad, weight.ValuePointer, inputGradient, accumulate, null);
        }

        if (residual.NeedsGradient && !residual.InheritGradient(node))
        {
            ElementKernels.Scale(node.Grad, residual.TakeGradient(out _), node.Length, 1, true);
        }
    }
}
