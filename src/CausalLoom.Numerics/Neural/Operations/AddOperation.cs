using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>a + s·b; where b has a single row it is added to every row of a.</summary>
internal sealed unsafe class AddOperation : Operation
{
    private static readonly AddOperation Instance = new();

    public static Node Record(Tape tape, Node a, Node b, float factor)
    {
        bool broadcast = b.Rows == 1 && a.Rows > 1 && a.Columns == b.Columns;
        if (!broadcast)
        {
            Shapes.RequireSame(a, b);
        }

        Node node = tape.Take(Instance, a.Rows, a.Columns);
        node.AddInput(a);
        node.AddInput(b);
        node.Saved.Scalar0 = factor;
        int step = broadcast ? 1 : a.Rows;
        for (nint row = 0; row < a.Rows; row += step)
        {
            nint at = row * a.Columns;
            ElementKernels.AddScaled(a.Data + at, b.Data, factor, node.Data + at, step * a.Columns);
        }

        return node;
    }

    public override void Backward(Node node)
    {
        Node a = node.InputAt(0), b = node.InputAt(1);
        float factor = node.Saved.Scalar0;
        if (a.NeedsGradient)
        {
            float* gradient = a.TakeGradient(out bool accumulate);
            ElementKernels.Scale(node.Grad, gradient, node.Length, 1, accumulate);
        }

        if (!b.NeedsGradient)
        {
            return;
        }

        float* second = b.TakeGradient(out bool add);
        if (b.Rows == node.Rows)
        {
            ElementKernels.Scale(node.Grad, second, node.Length, factor, add);
            return;
        }

        float* sums = node.Tape.Arena.Take(node.Columns);
        ColumnKernels.Sum(node.Grad, node.Rows, node.Columns, sums, false);
        ElementKernels.Scale(sums, second, node.Columns, factor, add);
    }
}
