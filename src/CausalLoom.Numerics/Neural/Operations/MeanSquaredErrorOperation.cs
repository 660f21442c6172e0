namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>Σ w (p − y)² divided by the number of elements.</summary>
internal sealed unsafe class MeanSquaredErrorOperation : LossOperation
{
    private static readonly MeanSquaredErrorOperation Instance = new();

    public static Node Record(Tape tape, Node prediction, Node target, Node? weights)
    {
        Node node = Begin(tape, Instance, prediction, target, weights);
        double sum = 0;
        for (nint row = 0, i = 0; row < prediction.Rows; row++)
        {
            for (nint column = 0; column < prediction.Columns; column++, i++)
            {
                double difference = prediction.Data[i] - target.Data[i];
                sum += WeightAt(weights, row, column) * difference * difference;
            }
        }

        return Finish(node, sum / prediction.Length);
    }

    public override void Backward(Node node)
    {
        Node prediction = node.InputAt(0), target = node.InputAt(1);
        if (!prediction.NeedsGradient)
        {
            return;
        }

        Node? weights = WeightsOf(node);
        float factor = 2 * node.Grad[0] / prediction.Length;
        float* gradient = prediction.TakeGradient(out bool accumulate);
        for (nint row = 0, i = 0; row < prediction.Rows; row++)
        {
            for (nint column = 0; column < prediction.Columns; column++, i++)
            {
                float share = factor * WeightAt(weights, row, column) * (prediction.Data[i] - target.Data[i]);
                gradient[i] = accumulate ? gradient[i] + share : share;
            }
        }
    }
}
