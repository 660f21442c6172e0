namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>What the elementwise losses share: optional weights, one for each row or one for each element.</summary>
internal abstract unsafe class LossOperation : Operation
{
    /// <summary>A scalar node over predictions, targets (no gradient) and optional weights (no gradient).</summary>
    protected static Node Begin(Tape tape, Operation operation, Node prediction, Node target, Node? weights)
    {
        Shapes.RequireSame(prediction, target);
        Shapes.Require(!target.NeedsGradient, "Targets cannot carry a gradient ({0} × {1}): detach them.", target.Rows, target.Columns);
        Node node = tape.Take(operation, 1, 1);
        node.AddInput(prediction);
        node.AddInput(target);
        if (weights is not null)
        {
            bool fits = weights.Rows == prediction.Rows && (weights.Columns == 1 || weights.Columns == prediction.Columns);
            Shapes.Require(fits, "Weights of {0} × {1} fit neither the rows nor the elements of the predictions.", weights.Rows,
                weights.Columns);
            node.AddInput(weights);
        }

        return node;
    }

    /// <summary>The weight of an element.</summary>
    protected static float WeightAt(Node? weights, nint row, nint column) => weights is null
        ? 1
        : weights.Data[weights.Columns == 1 ? row : (row * weights.Columns) + column];

    /// <summary>The weights recorded by <see cref="Begin"/>, or null.</summary>
    protected static Node? WeightsOf(Node node) => node.InputCount > 2 ? node.InputAt(2) : null;

    /// <summary>Sets the value of a loss.</summary>
    protected static Node Finish(Node node, double value)
    {
        node.Scalar = value;
        node.Data[0] = (float)value;
        return node;
    }
}
