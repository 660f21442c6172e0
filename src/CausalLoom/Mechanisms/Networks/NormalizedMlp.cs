using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Mechanisms.Networks;

/// <summary>
/// The network itself: Linear–BatchNorm–ELU, Linear–BatchNorm–ELU, Linear. The first two linear layers have no bias, which
/// subtracting the batch mean would cancel.
/// </summary>
internal sealed class NormalizedMlp
{
    private static readonly Segment[] Classes = [new Segment(0, 2)];
    private readonly LinearLayer _first, _second, _head;
    private readonly BatchNormLayer _norm1, _norm2;

    public NormalizedMlp(int inputs, int hidden, NetworkTask task, RandomStream stream)
    {
        (Inputs, Hidden, Task) = (inputs, hidden, task);
        _first = new LinearLayer(Store, "first", inputs, hidden, stream.Child("first"), bias: false);
        _norm1 = new BatchNormLayer(Store, "norm1", hidden);
        _second = new LinearLayer(Store, "second", hidden, hidden, stream.Child("second"), bias: false);
        _norm2 = new BatchNormLayer(Store, "norm2", hidden);
        _head = new LinearLayer(Store, "head", hidden, Outputs, stream.Child("head"));
    }

    public int Inputs { get; }

    public int Hidden { get; }

    public NetworkTask Task { get; }

    public int Outputs => Task == NetworkTask.Softmax ? 2 : 1;

    public ParameterStore Store { get; } = new();

    /// <summary>Starts the head at a given P(1), as standardised outcomes start a regression at their mean.</summary>
    public void StartAt(double probability)
    {
        double logit = Math.Log(probability / (1 - probability));
        Span<float> bias = _head.Bias!.Value;
        bias[Outputs - 1] += (float)(logit / Outputs);
        if (Outputs == 2)
        {
            bias[0] -= (float)(logit / 2);
        }
    }

    /// <summary>The head's raw outputs [rows × <see cref="Outputs"/>]: means or logits.</summary>
    public Node Apply(Tape tape, Node x)
    {
        Node h = _norm1.Apply(tape, _first.Apply(tape, x), Activation.Elu);
        return _head.Apply(tape, _norm2.Apply(tape, _second.Apply(tape, h), Activation.Elu));
    }

    /// <summary>The loss of raw outputs against the targets of these rows.</summary>
    public Node Loss(Tape tape, Node outputs, float[] targets, ReadOnlySpan<int> rows)
    {
        if (Task == NetworkTask.Softmax)
        {
            Span<int> classes = rows.Length <= 1024 ? stackalloc int[rows.Length] : new int[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                classes[i] = targets[rows[i]] > 0.5f ? 1 : 0;
            }

            return tape.SoftmaxCrossEntropy(outputs, Classes, classes);
        }

        Node target = tape.Gather(targets, 1, rows);
        return Task == NetworkTask.Regression ? tape.MeanSquaredError(outputs, target) : tape.BinaryCrossEntropy(outputs, target);
    }

    /// <summary>The scalar that a row's outputs stand for: the mean itself, or the logit of P(1).</summary>
    public double Score(ReadOnlySpan<float> outputs, int row) => Task == NetworkTask.Softmax
        ? (double)outputs[(2 * row) + 1] - outputs[2 * row]
        : outputs[row];
}
