namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>Σ w_i·loss_i over scalar losses.</summary>
internal sealed unsafe class WeightedSumOperation : LossOperation
{
    private static readonly WeightedSumOperation Instance = new();

    public static Node Record(Tape tape, ReadOnlySpan<Node> losses, ReadOnlySpan<double> weights)
    {
        Shapes.Require(losses.Length == weights.Length && losses.Length > 0, "There are {0} losses and {1} weights.", losses.Length,
            weights.Length);
        Node node = tape.Take(Instance, 1, 1);
        node.Saved.Buffer0 = tape.Arena.Take(losses.Length);
        double sum = 0;
        for (int i = 0; i < losses.Length; i++)
        {
            Shapes.Require(losses[i].Length == 1, "A loss has one value, not {0} × {1}.", losses[i].Rows, losses[i].Columns);
            node.AddInput(losses[i]);
            node.Saved.Buffer0[i] = (float)weights[i];
            sum += weights[i] * losses[i].Scalar;
        }

        return Finish(node, sum);
    }

    public override void Backward(Node node)
    {
        for (int i = 0; i < node.InputCount; i++)
        {
            Node loss = node.InputAt(i);
            if (loss.NeedsGradient)
            {
                float share = node.Saved.Buffer0[i] * node.Grad[0];
                float* gradient = loss.TakeGradient(out bool accumulate);
                gradient[0] = accumulate ? gradient[0] + share : share;
            }
        }
    }
}
