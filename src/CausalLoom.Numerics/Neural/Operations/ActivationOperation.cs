using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>φ(x) on all columns, or on some column ranges while the others are copied.</summary>
internal sealed unsafe class ActivationOperation : Operation
{
    private static readonly ActivationOperation Instance = new();

    public static Node Record(Tape tape, Node x, Activation activation, Segment[]? columns)
    {
        Node node = tape.Take(Instance, x.Rows, x.Columns);
        node.AddInput(x);
        node.Saved.Activation = activation;
        node.Saved.Columns = columns;
        if (columns is null)
        {
            ActivationKernels.Forward(activation, x.Data, node.Data, node.Length);
            return node;
        }

        Shapes.RequireInside(columns, x.Columns);
        x.Value.CopyTo(node.Value);
        for (nint row = 0; row < x.Rows; row++)
        {
            foreach (Segment segment in columns)
            {
                nint at = (row * x.Columns) + segment.Start;
                ActivationKernels.Forward(activation, x.Data + at, node.Data + at, segment.Length);
            }
        }

        return node;
    }

    public override void Backward(Node node)
    {
        Node x = node.InputAt(0);
        if (node.Saved.Columns is Segment[] columns)
        {
            for (nint row = 0; row < x.Rows; row++)
            {
                foreach (Segment segment in columns)
                {
                    nint at = (row * x.Columns) + segment.Start;
                    ActivationKernels.Backward(node.Saved.Activation, x.Data + at, node.Data + at, node.Grad + at, node.Grad + at,
                        segment.Length, false);
                }
            }

            float* target = x.TakeGradient(out bool add);
            ElementKernels.Scale(node.Grad, target, node.Length, 1, add);
            return;
        }

        float* gradient = x.TakeGradient(out bool accumulate);
        ActivationKernels.Backward(node.Saved.Activation, x.Data, node.Data, node.Grad, gradient, node.Length, accumulate);
    }
}
