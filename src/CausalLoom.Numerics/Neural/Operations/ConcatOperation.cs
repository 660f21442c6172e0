namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>Nodes side by side: columns of the first, then of the second, and so on.</summary>
internal sealed unsafe class ConcatOperation : Operation
{
    private static readonly ConcatOperation Instance = new();

    public static Node Record(Tape tape, ReadOnlySpan<Node> parts)
    {
        int columns = 0;
        foreach (Node part in parts)
        {
            Shapes.Require(part.Rows == parts[0].Rows, "Cannot set {0} rows beside {1}.", part.Rows, parts[0].Rows);
            columns += part.Columns;
        }

        Shapes.Require(columns > 0, "There is nothing to join ({0} of {1} columns).", columns, parts.Length);
        Node node = tape.Take(Instance, parts[0].Rows, columns);
        int start = 0;
        foreach (Node part in parts)
        {
            node.AddInput(part);
            for (int row = 0; row < node.Rows; row++)
            {
                part.Row(row).CopyTo(node.Row(row)[start..]);
            }

            start += part.Columns;
        }

        return node;
    }

    public override void Backward(Node node)
    {
        int start = 0;
        for (int i = 0; i < node.InputCount; i++)
        {
            Node part = node.InputAt(i);
            if (part.NeedsGradient)
            {
                float* gradient = part.TakeGradient(out bool accumulate);
                Kernels.ElementKernels.CopyBlock(node.Grad + start, node.Columns, gradient, part.Columns, node.Rows, part.Columns,
                    accumulate);
            }

            start += part.Columns;
        }
    }
}
