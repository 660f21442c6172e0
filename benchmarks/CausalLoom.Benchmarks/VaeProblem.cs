using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Benchmarks;

/// <summary>
/// The step of a conditional variational auto-encoder as docs/performance.md has it: 8 values and 16 blocks of 6 categories
/// given 46 levels of a condition; batch 500, 256-256 each way, 128 latent, learned deviations, Adam. The same step in
/// PyTorch is tools/peers/vae_step/vae_step.py.
/// </summary>
internal sealed class VaeProblem
{
    private const int Batch = 500, Width = 256, Latent = 128, Values = 8, Blocks = 16, Levels = 6, Conditions = 46,
        Data = Values + (Blocks * Levels);
    private static readonly Segment[] Segments = [.. Enumerable.Range(0, Blocks).Select(b => new Segment(b * Levels, Levels))];
    private readonly ParameterStore _store = new();
    private readonly Tape _tape = new();
    private readonly RandomStream _noise = RandomStream.Of(2);
    private readonly LinearLayer _encoder0, _encoder1, _mean, _logVariance, _decoder0, _decoder1, _values, _categories;
    private readonly Parameter _deviation;
    private readonly Adam _adam;
    private readonly int[] _ones = new int[Batch * (Blocks + 1)], _given = new int[Batch], _targets = new int[Batch * Blocks];
    private readonly float[] _x = new float[Batch * Values];

    public VaeProblem()
    {
        RandomStream stream = RandomStream.Of(1);
        _encoder0 = new LinearLayer(_store, "encoder0", Data + Conditions, Width, stream);
        _encoder1 = new LinearLayer(_store, "encoder1", Width, Width, stream);
        _mean = new LinearLayer(_store, "mean", Width, Latent, stream);
        _logVariance = new LinearLayer(_store, "log_variance", Width, Latent, stream);
        _decoder0 = new LinearLayer(_store, "decoder0", Latent + Conditions, Width, stream);
        _decoder1 = new LinearLayer(_store, "decoder1", Width, Width, stream);
        _values = new LinearLayer(_store, "values", Width, Values, stream);
        _categories = new LinearLayer(_store, "categories", Width, Blocks * Levels, stream);
        _deviation = _store.Add("deviation", 1, Values);
        _adam = new Adam(_store, new AdamOptions { WeightDecay = 1e-5 });
        HashedNumbers.Fill(_x, 6, 1);
        for (int i = 0; i < Batch; i++)
        {
            int condition = i * 11 % Conditions;
            for (int b = 0; b < Blocks; b++)
            {
                _targets[(i * Blocks) + b] = ((i * 7) + (b * 3)) % Levels;
                _ones[(i * (Blocks + 1)) + b] = Values + (b * Levels) + _targets[(i * Blocks) + b];
            }

            _ones[(i * (Blocks + 1)) + Blocks] = Data + condition;
            _given[i] = Latent + condition;
        }
    }

    /// <summary>Floating-point operations of the products of one step where every row is dense, as in PyTorch.</summary>
    public static double DenseOperations => 2.0 * Batch * ((2 * (Data + Conditions) * Width) + (3 * 2 * Width * Width) + (
        3 * 2 * Width * Latent) + ((2 * (Latent + Conditions)) + Latent) * Width + (3 * Width * Data));

    /// <summary>Those that are done here, where one-hot inputs are gathered.</summary>
    public static double Operations => 2.0 * Batch * (
        (2 * Values * Width) + (3 * 2 * Width * Width) + (3 * 2 * Width * Latent) + (3 * Latent * Width) + (3 * Width * Data));

    /// <summary>One training step; returns the loss before it.</summary>
    public double Step()
    {
        _tape.Reset();
        _store.ZeroGradient();
        Node x = _tape.Input(_x, Batch, Values);
        Node h = _tape.GatherLinear(x, _ones, Batch, _encoder0.Weight, _encoder0.Bias, Activation.Relu);
        h = _encoder1.Apply(_tape, h, Activation.Relu);
        Node mean = _mean.Apply(_tape, h), logVariance = _logVariance.Apply(_tape, h);
        Node z = _tape.Reparameterise(mean, logVariance, _noise);
        h = _tape.GatherLinear(z, _given, Batch, _decoder0.Weight, _decoder0.Bias, Activation.Relu);
        h = _decoder1.Apply(_tape, h, Activation.Relu);
        Node nll = _tape.GaussianNll(_values.Apply(_tape, h, Activation.Tanh), x, _tape.Parameter(_deviation));
        Node entropy = _tape.SoftmaxCrossEntropy(_categories.Apply(_tape, h), Segments, _targets);
        Node loss = _tape.WeightedSum([nll, entropy, _tape.GaussianKl(mean, logVariance)], [2, 2, 1]);
        _tape.Backward(loss);
        _adam.Step();
        return loss.Scalar;
    }
}
