using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>Σ w (softplus(z) − y z) divided by the number of elements; z a logit, y in [0, 1].</summary>
internal sealed unsafe class BinaryCrossEntropyOperation : LossOperation
{
    private static readonly BinaryCrossEntropyOperation Instance = new();

    public static Node Record(Tape tape, Node logits, Node target, Node? weights)
    {
        Node node = Begin(tape, Instance, logits, target, weights);
        float* softplus = tape.Arena.Take(logits.Length);
        ActivationKernels.Forward(Activation.Softplus, logits.Data, softplus, logits.Length);
        double sum = 0;
        for (nint row = 0, i = 0; row < logits.Rows; row++)
        {
            for (nint column = 0; column < logits.Columns; column++, i++)
            {
                sum += WeightAt(weights, row, column) * (softplus[i] - ((double)target.Data[i] * logits.Data[i]));
            }
        }

        return Finish(node, sum / logits.Length);
    }

    public override void Backward(Node node)
    {
        Node logits = node.InputAt(0), target = node.InputAt(1);
        if (!logits.NeedsGradient)
        {
            return;
        }

        Node? weights = WeightsOf(node);
        float* probability = node.Tape.Arena.Take(logits.Length);
        ActivationKernels.Forward(Activation.Sigmoid, logits.Data, probability, logits.Length);
        float factor = node.Grad[0] / logits.Length;
        float* gradient = logits.TakeGradient(out bool accumulate);
        for (nint row = 0, i = 0; row < logits.Rows; row++)
        {
            for (nint column = 0; column < logits.Columns; column++, i++)
            {
                float share = factor * WeightAt(weights, row, column) * (probability[i] - target.Data[i]);
                gradient[i] = accumulate ? gradient[i] + share : share;
            }
        }
    }
}
