using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>
/// φ([x, one-hots] W + b) without the one-hots: the first rows of W meet the dense x [n × d], and each index k of a row
/// adds row k of W. Cost and memory do not depend on the number of levels; only the gradient of W is dense.
/// </summary>
internal sealed unsafe class GatherLinearOperation : Operation
{
    private static readonly GatherLinearOperation Instance = new();

    public static Node Record(Tape tape, Node? dense, ReadOnlySpan<int> indices, int rows, Parameter weight, Parameter? bias, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(weight);
        int width = weight.Columns, depth = dense?.Columns ?? 0;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        Shapes.Require(indices.Length % rows == 0, "There are {0} indices for {1} rows.", indices.Length, rows);
        Shapes.Require(dense is null || dense.Rows == rows, "The dense part has {0} rows; the indices have {1}.", dense?.Rows ?? 0, rows);
        Shapes.Require(depth <= weight.Rows, "The input has {0} columns; the weight expects at most {1}.", depth, weight.Rows);
        Shapes.Require(bias is null || bias.Length == width, "The bias has {0} values; the weight has {1} outputs.", bias?.Length ?? 0, width);
        foreach (int index in indices)
        {
            Shapes.Require(index < weight.Rows && (index < 0 || index >= depth), "Index {0} is not a gathered row of a weight with {1} rows.", index, weight.Rows);
        }

        Node node = tape.Take(Instance, rows, width);
        if (dense is not null)
        {
            node.AddInput(dense);
        }

        node.NeedsGradient = true;
        node.Saved.Parameter0 = weight;
        node.Saved.Parameter1 = bias;
        node.Saved.Activation = activation;
        node.Saved.Integer0 = indices.Length / rows;
        int* kept = (int*)tape.Arena.Take(Math.Max(1, indices.Length));
        indices.CopyTo(new Span<int>(kept, indices.Length));
        node.Saved.Buffer1 = (float*)kept;
        float* z = ActivationKernels.ReadsInput(activation) ? tape.Arena.Take(node.Length) : node.Data;
        node.Saved.Buffer0 = z;
        Start(dense, weight, bias, z, rows);
        SparseRowKernels.Add(kept, null, rows, node.Saved.Integer0, weight.ValuePointer, z, width);
        if (activation != Activation.Identity)
        {
            ActivationKernels.Forward(activation, z, node.Data, node.Length);
        }

        return node;
    }

    public override void Backward(Node node)
    {
        Parameter weight = node.Saved.Parameter0!;
        int width = node.Columns;
        if (node.Saved.Activation != Activation.Identity)
        {
            ActivationKernels.Backward(node.Saved.Activation, node.Saved.Buffer0, node.Data, node.Grad, node.Grad, node.Length, false);
        }

        Node? dense = node.InputCount > 0 ? node.InputAt(0) : null;
        int depth = dense?.Columns ?? 0;
        if (!weight.Frozen)
        {
            Accumulate(node, dense, depth, weight);
        }

        if (dense is { NeedsGradient: true })
        {
            float* inputGradient = dense.TakeGradient(out bool add);
            Gemm.Multiply(GemmKind.NT, node.Rows, depth, width, node.Grad, weight.ValuePointer, inputGradient, add, null);
        }
    }

    private static void Accumulate(Node node, Node? dense, int depth, Parameter weight)
    {
        int width = node.Columns;
        float* gradient = weight.TakeGradient(out bool accumulate);
        if (!accumulate)
        {
            new Span<float>(gradient + ((long)depth * width), (weight.Rows - depth) * width).Clear();
        }

        if (dense is not null)
        {
            Gemm.Multiply(GemmKind.TN, depth, width, node.Rows, dense.Data, node.Grad, gradient, accumulate, null);
        }

        SparseRowKernels.Scatter((int*)node.Saved.Buffer1, null, node.Rows, node.Saved.Integer0, node.Grad, gradient, width);
        if (node.Saved.Parameter1 is { } bias)
        {
            float* biasGradient = bias.TakeGradient(out accumulate);
            ColumnKernels.Sum(node.Grad, node.Rows, width, biasGradient, accumulate);
        }
    }

    private static void Start(Node? dense, Parameter weight, Parameter? bias, float* z, int rows)
    {
        int width = weight.Columns;
        if (dense is not null)
        {
            Gemm.Multiply(GemmKind.NN, rows, width, dense.Columns, dense.Data, weight.ValuePointer, z, false, bias is null ? null : bias.ValuePointer);
            return;
        }

        for (nint row = 0; row < rows; row++)
        {
            Span<float> target = new(z + (row * width), width);
            if (bias is null)
            {
                target.Clear();
            }
            else
            {
                bias.Value.CopyTo(target);
            }
        }
    }
}
