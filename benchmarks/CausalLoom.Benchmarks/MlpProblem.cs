using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Benchmarks;

/// <summary>
/// The regression network of docs/performance.md: 25→200→200→200→100→100→1, ELU, batches of 100 of 1000 rows in order,
/// mean squared error, Adam at 1e-3. Starting weights and data come from <see cref="HashedNumbers"/>.
/// </summary>
internal sealed class MlpProblem
{
    private const int Rows = 1000, Inputs = 25, Batch = 100;
    private static readonly int[] Widths = [Inputs, 200, 200, 200, 100, 100, 1];
    private readonly ParameterStore _store = new();
    private readonly Tape _tape = new();
    private readonly List<LinearLayer> _layers = [];
    private readonly Adam _adam;
    private readonly float[] _x = new float[Rows * Inputs];
    private readonly float[] _y = new float[Rows];
    private int _step;

    public MlpProblem()
    {
        RandomStream unused = RandomStream.Of(0);
        for (int layer = 0; layer + 1 < Widths.Length; layer++)
        {
            LinearLayer made = new(_store, $"layer{layer}", Widths[layer], Widths[layer + 1], unused);
            double bound = 1 / Math.Sqrt(Widths[layer]);
            HashedNumbers.Fill(made.Weight.Value, (uint)(100 + (2 * layer)), bound);
            HashedNumbers.Fill(made.Bias!.Value, (uint)(101 + (2 * layer)), bound);
            _layers.Add(made);
        }

        _adam = new Adam(_store, new AdamOptions());
        HashedNumbers.Fill(_x, 1, Math.Sqrt(3));
        for (int i = 0; i < Rows; i++)
        {
            ReadOnlySpan<float> row = _x.AsSpan(i * Inputs, Inputs);
            double signal = ((double)row[0] * row[1]) + ((double)row[2] * row[2]) - (0.5 * row[3]);
            _y[i] = (float)(signal + (0.3 * HashedNumbers.At(2, (uint)i)));
        }
    }

    /// <summary>Floating-point operations of one step: the products alone.</summary>
    public static double Operations
    {
        get
        {
            double weights = 0;
            for (int layer = 0; layer + 1 < Widths.Length; layer++)
            {
                weights += (layer == 0 ? 2 : 3) * Widths[layer] * Widths[layer + 1];
            }

            return 2 * Batch * weights;
        }
    }

    /// <summary>One training step; returns the loss before it.</summary>
    public double Step()
    {
        int start = _step++ % (Rows / Batch) * Batch;
        _tape.Reset();
        _store.ZeroGradient();
        Node node = _tape.Input(_x.AsSpan(start * Inputs, Batch * Inputs), Batch, Inputs);
        Node target = _tape.Input(_y.AsSpan(start, Batch), Batch, 1);
        for (int layer = 0; layer < _layers.Count; layer++)
        {
            node = _layers[layer].Apply(_tape, node, layer + 1 < _layers.Count ? Activation.Elu : Activation.Identity);
        }

        Node loss = _tape.MeanSquaredError(node, target);
        _tape.Backward(loss);
        _adam.Step();
        return loss.Scalar;
    }
}
