using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>Logits of a head tied to an embedding: H Eᵀ, H [rows × width], E [vocabulary × width].</summary>
internal sealed unsafe class TiedHeadOperation : Operation
{
    private static readonly TiedHeadOperation Instance = new();

    public static Node Record(Tape tape, Node hidden, Parameter table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Shapes.Require(hidden.Columns == table.Columns, "The input has {0} columns; the embedding has {1}.", hidden.Columns, table.Columns);
        Node node = tape.Take(Instance, hidden.Rows, table.Rows);
        node.AddInput(hidden);
        node.NeedsGradient = true;
        node.Saved.Parameter0 = table;
        Gemm.Multiply(GemmKind.NT, hidden.Rows, table.Rows, table.Columns, hidden.Data, table.ValuePointer, node.Data, false, null);
        return node;
    }

    public override void Backward(Node node) => Propagate(node, node.Grad);

    /// <summary>Hands the gradient of the logits to the hidden states and the embedding.</summary>
    internal static void Propagate(Node node, float* logitGradient)
    {
        Node hidden = node.InputAt(0);
        Parameter table = node.Saved.Parameter0!;
        if (!table.Frozen)
        {
            float* tableGradient = table.TakeGradient(out bool add);
            Gemm.Multiply(GemmKind.TN, table.Rows, table.Columns, hidden.Rows, logitGradient, hidden.Data, tableGradient, add, null);
        }

        if (hidden.NeedsGradient)
        {
            float* hiddenGradient = hidden.TakeGradient(out bool accumulate);
            Gemm.Multiply(GemmKind.NN, hidden.Rows, table.Columns, table.Rows, logitGradient, table.ValuePointer, hiddenGradient,
                accumulate, null);
        }
    }
}
