using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Neural.Adversarial;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Benchmarks;

/// <summary>
/// A critic step and a generator step of CTGAN as docs/performance.md has it: 150 columns of which 8 are values, 16 blocks
/// of 6 categories are data and 46 are the condition; batch 500, packs of 10, noise 128, generator 256-256 with batch
/// normalisation set beside its input, critic 256-256 with dropout 0.5, Gumbel-softmax at 0.2, gradient penalty 10, Adam.
/// The same step in PyTorch is tools/peers/ctgan_step/ctgan_step.py.
/// </summary>
internal sealed class CtganProblem
{
    private const int Batch = 500, Pack = 10, Noise = 128, Width = 256, Values = 8, Blocks = 16, Levels = 6, Conditions = 46,
        Data = Values + (Blocks * Levels);
    private static readonly Segment[] Segments = [.. Enumerable.Range(0, Blocks).Select(b => new Segment(Values + (b * Levels), Levels))];
    private static readonly Segment[] ValueSegment = [new(0, Values)];
    private readonly RandomStream _stream = RandomStream.Of(1), _noise, _gumbel, _dropout, _draws;
    private readonly ParameterStore _store = new();
    private readonly Tape _tape = new();
    private readonly WassersteinCritic _critic;
    private readonly LinearLayer[] _layers;
    private readonly BatchNormLayer[] _norms;
    private readonly Adam _generator, _judge;
    private readonly int[] _indices = new int[Batch * (Values + Blocks)], _given = new int[Batch], _drawn = new int[Batch],
        _gathered = new int[Batch];
    private readonly int[] _targets = new int[Batch * Blocks];
    private readonly float[] _factors = new float[Batch * (Values + Blocks)], _shares = new float[Batch / Pack],
        _gradient = new float[Batch * Data];

    public CtganProblem()
    {
        (_noise, _gumbel, _dropout, _draws) = (_stream.Child("noise"), _stream.Child("gumbel"), _stream.Child("dropout"),
            _stream.Child("draws"));
        _critic = new WassersteinCritic(Data, Conditions, new CriticOptions(), _stream);
        int input = Noise + Conditions;
        _layers = [new(_store, "layer0", input, Width, _stream), new(_store, "layer1", input + Width, Width, _stream),
            new(_store, "heads", input + (2 * Width), Data, _stream)];
        _norms = [new(_store, "norm0", Width), new(_store, "norm1", Width)];
        AdamOptions options = new() { LearningRate = 2e-4, Beta1 = 0.5, Beta2 = 0.9, WeightDecay = 1e-6 };
        (_generator, _judge) = (new Adam(_store, options), new Adam(_critic.Store, options));
        for (int at = 0; at < _indices.Length; at++)
        {
            int row = at / (Values + Blocks), k = at % (Values + Blocks);
            _indices[at] = k < Values ? k : Values + ((k - Values) * Levels) + (((row * 7) + (k * 3)) % Levels);
            _factors[at] = k < Values ? (float)HashedNumbers.At(5, (uint)at) : 1;
        }
    }

    /// <summary>
    /// Floating-point operations of the products of one step where every row is dense, as in PyTorch, and nothing is wasted.
    /// </summary>
    public static double DenseOperations => Count(Noise + Conditions, Pack * (Data + Conditions), 3, 3);

    /// <summary>Those that are done here: conditions and real rows are gathered, and the pack between needs no first layer.</summary>
    public static double Operations => Count(Noise, Pack * Data, 1, 2) + (3.0 * 2 * (Batch / Pack) * Pack * Conditions * Width);

    /// <summary>One step of each network; returns the critic's loss.</summary>
    public double Step()
    {
        DrawConditions();
        _draws.FillUniform(_shares);
        _tape.Reset();
        Node fake = Rows(Heads());
        _critic.Store.ZeroGradient();
        double loss = _critic.Differentiate(fake.Value, _given, new SparseRows(_indices, _factors), _drawn, _shares, _dropout).Total;
        _judge.Step();
        DrawConditions();
        _tape.Reset();
        _store.ZeroGradient();
        Node heads = Heads();
        fake = Rows(heads);
        _critic.InputGradient(fake.Value, _given, _dropout, _gradient);
        Node entropy = _tape.SoftmaxCrossEntropy(heads, Segments, _targets);
        _tape.Backward(_tape.WeightedSum([_tape.Dot(fake, _gradient), entropy], [1, 1]));
        _generator.Step();
        return loss;
    }

    /// <summary>
    /// Two forward passes of the generator and one backward; the critic on packs (forward, weights), its penalty, and the generator's step.
    /// </summary>
    private static double Count(int input, int packed, int denseForward, int denseWeights)
    {
        double forward = Batch * ((input * (double)Width) + ((input + Width) * (double)Width) + ((input + (2 * Width)) * (double)Data));
        double inputs = Batch * (((double)Width * Width) + (2.0 * Width * Data));
        double packs = Batch / Pack, hidden = (double)Width * Width;
        double critic = packs * (
            (denseForward * packed * (double)Width) + (denseWeights * packed * (double)Width) + (2.0 * packed * Width) + (10 * hidden));
        double generatorStep = packs * ((2.0 * packed * Width) + (2 * hidden));
        return 2 * ((3 * forward) + inputs + critic + generatorStep);
    }

    private Node Heads()
    {
        Node x = _tape.Input(Batch, Noise);
        _noise.FillNormal(x.Value);
        Node first = _norms[0].Apply(_tape, Gathered(_layers[0], [x]), Activation.Relu);
        Node second = _norms[1].Apply(_tape, Gathered(_layers[1], [first, x]), Activation.Relu);
        return Gathered(_layers[2], [second, first, x]);
    }

    private Node Gathered(LinearLayer layer, ReadOnlySpan<Node> parts)
    {
        int width = layer.Weight.Rows - Conditions;
        for (int i = 0; i < Batch; i++)
        {
            _gathered[i] = width + _given[i];
        }

        return _tape.GatherLinear(parts, _gathered, layer.Weight, layer.Bias);
    }

    private Node Rows(Node heads) => _tape.GumbelSoftmax(_tape.Activate(heads, Activation.Tanh, ValueSegment), Segments, 0.2, _gumbel);

    private void DrawConditions()
    {
        Array.Fill(_targets, -1);
        for (int i = 0; i < Batch; i++)
        {
            _drawn[i] = _given[i];
            _given[i] = _draws.NextInt(Conditions);
            _targets[(i * Blocks) + (_given[i] % Blocks)] = _given[i] % Levels;
        }
    }
}
