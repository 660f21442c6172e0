using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>
/// φ([x, y, …, one-hots] W + b) without the one-hots and without setting the dense parts side by side: the first rows of W
/// meet x, the next y, and so on, and each index k of a row adds row k of W. Cost and memory do not depend on the number of levels; only
/// the gradient of W is dense.
/// </summary>
internal sealed unsafe class GatherLinearOperation : Operation
{
    private static readonly GatherLinearOperation Instance = new();

    public static Node Record(Tape tape, ReadOnlySpan<Node> parts, ReadOnlySpan<int> indices, int rows, Parameter weight, Parameter? bias,
        Activation activation)
    {
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        int depth = Depth(parts, rows);
        Check(depth, indices, rows, weight, bias);
        Node node = tape.Take(Instance, rows, weight.Columns);
        foreach (Node part in parts)
        {
            node.AddInput(part);
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
        Start(parts, weight, bias, z, rows);
        SparseRowKernels.Add(kept, null, rows, node.Saved.Integer0, weight.ValuePointer, z, weight.Columns);
        if (activation != Activation.Identity)
        {
            ActivationKernels.Forward(activation, z, node.Data, node.Length);
        }

        return node;
    }

    public override void Backward(Node node)
    {
        Parameter weight = node.Saved.Parameter0!;
        int width = node.Columns, depth = 0;
        if (node.Saved.Activation != Activation.Identity)
        {
            ActivationKernels.Backward(node.Saved.Activation, node.Saved.Buffer0, node.Data, node.Grad, node.Grad, node.Length, false);
        }

        float* gradient = weight.TakeGradient(out bool accumulate);
        for (int i = 0; i < node.InputCount; i++)
        {
            Node part = node.InputAt(i);
            nint at = (nint)depth * width;
            Gemm.Multiply(GemmKind.TN, part.Columns, width, node.Rows, part.Data, node.Grad, gradient + at, accumulate, null);
            if (part.NeedsGradient)
            {
                float* inputGradient = part.TakeGradient(out bool add);
                Gemm.Multiply(GemmKind.NT, node.Rows, part.Columns, width, node.Grad, weight.ValuePointer + at, inputGradient, add, null);
            }

            depth += part.Columns;
        }

        if (!accumulate)
        {
            new Span<float>(gradient + ((nint)depth * width), (weight.Rows - depth) * width).Clear();
        }

        SparseRowKernels.Scatter((int*)node.Saved.Buffer1, null, node.Rows, node.Saved.Integer0, node.Grad, gradient, width);
        if (node.Saved.Parameter1 is { } bias)
        {
            float* biasGradient = bias.TakeGradient(out accumulate);
            ColumnKernels.Sum(node.Grad, node.Rows, width, biasGradient, accumulate);
        }
    }

    private static int Depth(ReadOnlySpan<Node> parts, int rows)
    {
        int depth = 0;
        foreach (Node part in parts)
        {
            Shapes.Require(part.Rows == rows, "The dense part has {0} rows; the indices have {1}.", part.Rows, rows);
            depth += part.Columns;
        }

        return depth;
    }

    private static void Check(int depth, ReadOnlySpan<int> indices, int rows, Parameter weight, Parameter? bias)
    {
        Shapes.Require(indices.Length % rows == 0, "There are {0} indices for {1} rows.", indices.Length, rows);
        Shapes.Require(depth <= weight.Rows, "The input has {0} columns; the weight expects at most {1}.", depth, weight.Rows);
        Shapes.Require(bias is null || bias.Length == weight.Columns, "The bias has {0} values; the weight has {1} outputs.",
            bias?.Length ?? 0, weight.Columns);
        foreach (int index in indices)
        {
            Shapes.Require(index < weight.Rows && (index < 0 || index >= depth),
                "Index {0} is not a gathered row of a weight with {1} rows.", index, weight.Rows);
        }
    }

    private static void Start(ReadOnlySpan<Node> parts, Parameter weight, Parameter? bias, float* z, int rows)
    {
        int width = weight.Columns;
        float* from = weight.ValuePointer;
        for (int i = 0; i < parts.Length; i++)
        {
            bool first = i == 0;
            Gemm.Multiply(GemmKind.NN, rows, width, parts[i].Columns, parts[i].Data, from, z, !first, first && bias is not null
                ? bias.ValuePointer : null);
            from += (nint)parts[i].Columns * width;
        }

        for (nint row = 0; row < rows && parts.IsEmpty; row++)
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
