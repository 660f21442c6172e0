using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>
/// Mean over the rows with a target of −log softmax(H Eᵀ)[target]. Logits are made a block of rows at a time, in cache, and
/// only their gradient is kept.
/// </summary>
internal sealed unsafe class TiedCrossEntropyOperation : Operation
{
    /// <summary>Logits of a block: about half a megabyte.</summary>
    private const int BlockLength = 1 << 17;
    private static readonly TiedCrossEntropyOperation Instance = new();

    public static Node Record(Tape tape, Node hidden, Parameter table, ReadOnlySpan<int> targets)
    {
        ArgumentNullException.ThrowIfNull(table);
        Shapes.Require(hidden.Columns == table.Columns, "The input has {0} columns; the embedding has {1}.", hidden.Columns, table.Columns);
        Shapes.Require(targets.Length == hidden.Rows, "There are {0} targets for {1} rows.", targets.Length, hidden.Rows);
        int counted = 0;
        foreach (int target in targets)
        {
            Shapes.Require(target < table.Rows, "Target {0} is not in a vocabulary of {1}.", target, table.Rows);
            counted += target >= 0 ? 1 : 0;
        }

        Node node = tape.Take(Instance, 1, 1);
        node.AddInput(hidden);
        node.NeedsGradient = true;
        node.Saved.Parameter0 = table;
        node.Saved.Buffer0 = tape.Arena.Take(checked(hidden.Rows * table.Rows));
        double sum = 0, share = counted == 0 ? 0 : 1.0 / counted;
        int block = Math.Max(12, BlockLength / table.Rows / 12 * 12);
        for (int row = 0; row < hidden.Rows; row += block)
        {
            sum += Block(node, row, targets.Slice(row, Math.Min(block, hidden.Rows - row)), (float)share);
        }

        node.Scalar = sum * share;
        node.Data[0] = (float)node.Scalar;
        return node;
    }

    public override void Backward(Node node)
    {
        float factor = node.Grad[0];
        int length = node.InputAt(0).Rows * node.Saved.Parameter0!.Rows;
        if (factor != 1)
        {
            ElementKernels.Scale(node.Saved.Buffer0, node.Saved.Buffer0, length, factor, false);
        }

        TiedHeadOperation.Propagate(node, node.Saved.Buffer0);
    }

    /// <summary>Logits of some rows, then their gradient in place; gives the sum of the losses.</summary>
    private static double Block(Node node, int row, ReadOnlySpan<int> targets, float share)
    {
        Parameter table = node.Saved.Parameter0!;
        Node hidden = node.InputAt(0);
        float* logits = node.Saved.Buffer0 + ((nint)row * table.Rows);
        Gemm.Multiply(GemmKind.NT, targets.Length, table.Rows, table.Columns, hidden.Data + ((nint)row * table.Columns), table.ValuePointer,
            logits, false, null);
        double sum = 0;
        for (int i = 0; i < targets.Length; i++, logits += table.Rows)
        {
            if (targets[i] < 0)
            {
                new Span<float>(logits, table.Rows).Clear();
                continue;
            }

            double logit = logits[targets[i]];
            sum += SoftmaxKernels.ScaledRow(logits, table.Rows, share) - logit;
            logits[targets[i]] -= share;
        }

        return sum;
    }
}
