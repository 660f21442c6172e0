using System.Text.Json.Nodes;
using CausalLoom.Models;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Mechanisms.Networks;

/// <summary>
/// A trained <see cref="BasicNet"/>: a function of one row alone, since batch normalisation predicts with its running
/// moments. Inputs are standardised in float64 before they meet float32 weights. Safe for several threads.
/// </summary>
public sealed class BasicNetModel
{
    private const string Kind = "basic-net";
    private readonly NormalizedMlp? _network;
    private readonly NetScaling _scaling;
    private readonly double _constant;

    internal BasicNetModel(NormalizedMlp network, NetScaling scaling)
    {
        (_network, _scaling) = (network, scaling);
        (Inputs, Task) = (network.Inputs, network.Task);
    }

    private BasicNetModel(int inputs, NetworkTask task, double constant)
    {
        (Inputs, Task, _constant, _scaling) = (inputs, task, constant, NetScaling.None(inputs));
    }

    /// <summary>The number of inputs.</summary>
    public int Inputs { get; }

    /// <summary>What the head is.</summary>
    public NetworkTask Task { get; }

    /// <summary>The rows of the fitted data that early stopping looked at and gradients did not; empty after loading.</summary>
    public int[] ValidationRows { get; internal init; } = [];

    /// <summary>Epochs trained; 0 after loading or where the outcome was constant.</summary>
    public int Epochs { get; internal init; }

    /// <summary>The best validation loss, on the training scale; NaN after loading.</summary>
    public double ValidationLoss { get; internal init; } = double.NaN;

    internal static BasicNetModel OfConstant(int inputs, NetworkTask task, double value) => new(inputs, task, value);

    /// <summary>The predicted mean (or P(1)) of each row of x [n × inputs].</summary>
    public double[] Predict(Matrix x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Columns != Inputs)
        {
            throw new ArgumentException($"The network has {Inputs} inputs, not {x.Columns}.", nameof(x));
        }

        double[] predicted = new double[x.Rows];
        if (_network is null)
        {
            Array.Fill(predicted, _constant);
            return predicted;
        }

        Tape tape = new() { Training = false };
        const int Block = 256;
        float[] inputs = _scaling.Inputs(x);
        for (int from = 0; from < x.Rows; from += Block)
        {
            int m = Math.Min(Block, x.Rows - from);
            tape.Reset();
            Span<float> outputs = _network.Apply(tape, tape.Input(inputs.AsSpan(from * Inputs, m * Inputs), m, Inputs)).Value;
            for (int i = 0; i < m; i++)
            {
                predicted[from + i] = Output(_network.Score(outputs, i));
            }
        }

        return predicted;
    }

    /// <summary>∂f/∂x of each row [n × inputs], in the units of inputs and outputs; not for two threads at once.</summary>
    internal Matrix InputGradient(Matrix x)
    {
        Matrix gradient = new(x.Rows, Inputs);
        if (_network is null || x.Rows == 0)
        {
            return gradient;
        }

        Tape tape = new() { Training = false };
        Node inputs = tape.Input(_scaling.Inputs(x), x.Rows, Inputs, needsGradient: true), outputs = _network.Apply(tape, inputs);
        Node score = _network.Outputs == 1 ? outputs : tape.Subtract(tape.Slice(outputs, 1, 1), tape.Slice(outputs, 0, 1));

        // Rows do not see each other, so one backward pass from Σ score gives every row's gradient. The mean squared
        // distance to (score − n/2) has the derivative 1 at every row.
        Node target = tape.Input(x.Rows, 1);
        for (int i = 0; i < x.Rows; i++)
        {
            target.Value[i] = score.Value[i] - (0.5f * x.Rows);
        }

        tape.Backward(tape.MeanSquaredError(score, target));
        for (int i = 0; i < x.Rows; i++)
        {
            double outer = OutputSlope(score.Value[i]);
            for (int j = 0; j < Inputs; j++)
            {
                gradient[i, j] = outer * inputs.Gradient[(i * Inputs) + j] / _scaling.Spread[j];
            }
        }

        return gradient;
    }

    /// <summary>All that <see cref="Load"/> needs.</summary>
    public ModelState Save()
    {
        ModelState state = new(Kind);
        state.Settings["inputs"] = Inputs;
        state.Settings["task"] = Task.ToString();
        if (_network is null)
        {
            state.Settings["constant"] = _constant;
            return state;
        }

        state.Settings["hidden"] = _network.Hidden;
        float[] weights = _network.Store.Save();
        state.Tensors["weights"] = new Tensor(weights, weights.Length);
        state.Tensors["center"] = new Tensor(_scaling.Center, Inputs);
        state.Tensors["spread"] = new Tensor(_scaling.Spread, Inputs);
        state.Tensors["output"] = new Tensor([_scaling.OutputCenter, _scaling.OutputSpread], 2);
        return state;
    }

    /// <summary>The model of a state, predicting the very same numbers.</summary>
    /// <exception cref="CausalLoomException">The state is damaged or of another kind.</exception>
    public static BasicNetModel Load(ModelState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        int inputs = Count(state, "inputs");
        if (state.Kind != Kind || inputs < 1 || !Enum.TryParse(state.Settings["task"]?.ToString(), out NetworkTask task)
            || !Enum.IsDefined(task))
        {
            throw Damaged();
        }

        if (state.Settings["constant"] is JsonValue value)
        {
            return value.TryGetValue(out double constant) ? OfConstant(inputs, task, constant) : throw Damaged();
        }

        int hidden = Count(state, "hidden");
        NormalizedMlp network = hidden is > 0 and < 1 << 14 && inputs < 1 << 20 ? new(inputs, hidden, task, RandomStream.Of(0))
            : throw Damaged();
        network.Store.Load(state.Floats("weights", network.Store.SavedLength));
        double[] output = state.Doubles("output", 2);
        return new BasicNetModel(
            network, new NetScaling(state.Doubles("center", inputs), state.Doubles("spread", inputs), output[0], output[1]));
    }

    private static int Count(ModelState state, string name) => state.Settings[name] is JsonValue value && value.TryGetValue(out int number)
        ? number : -1;

    private static CausalLoomException Damaged() => new("The model file's network is damaged. Fit the model again.");

    private static double Logistic(double z) => 1 / (1 + Math.Exp(-z));

    private double Output(double score) => Task == NetworkTask.Regression ? (score * _scaling.OutputSpread) + _scaling.OutputCenter
        : Logistic(score);

    private double OutputSlope(double score)
    {
        double p = Logistic(score);
        return Task == NetworkTask.Regression ? _scaling.OutputSpread : p * (1 - p);
    }
}
