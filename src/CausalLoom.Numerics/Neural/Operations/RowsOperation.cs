using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>Some rows of a node, in any order and as often as they are named.</summary>
internal sealed unsafe class RowsOperation : Operation
{
    private static readonly RowsOperation Instance = new();

    public static Node Record(Tape tape, Node x, ReadOnlySpan<int> rows)
    {
        ArgumentOutOfRangeException.ThrowIfZero(rows.Length, nameof(rows));
        Node node = tape.Take(Instance, rows.Length, x.Columns);
        node.AddInput(x);
        int* kept = (int*)tape.Arena.Take(rows.Length);
        rows.CopyTo(new Span<int>(kept, rows.Length));
        node.Saved.Buffer0 = (float*)kept;
        for (nint i = 0; i < rows.Length; i++)
        {
            Shapes.Require((uint)rows[(int)i] < (uint)x.Rows, "Row {0} is not one of {1}.", rows[(int)i], x.Rows);
            new Span<float>(x.Data + ((nint)kept[i] * x.Columns), x.Columns)
                .CopyTo(new Span<float>(node.Data + (i * x.Columns), x.Columns));
        }

        return node;
    }

    public override void Backward(Node node)
    {
        Node x = node.InputAt(0);
        if (!x.NeedsGradient)
        {
            return;
        }

        float* gradient = x.TakeGradient(out bool accumulate);
        if (!accumulate)
        {
            new Span<float>(gradient, x.Length).Clear();
        }

        int* rows = (int*)node.Saved.Buffer0;
        for (nint i = 0; i < node.Rows; i++)
        {
            float* target = gradient + ((nint)rows[i] * x.Columns);
            ElementKernels.AddScaled(target, node.Grad + (i * x.Columns), 1, target, x.Columns);
        }
    }
}
