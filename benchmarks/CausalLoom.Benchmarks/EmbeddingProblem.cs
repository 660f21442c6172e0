using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Benchmarks;

/// <summary>The one-class embedding of the covariate metrics: bias-free 25→32→32→32→32→25, ReLU, 1000 rows at once, AdamW.</summary>
internal sealed class EmbeddingProblem
{
    private const int Rows = 1000;
    private static readonly int[] Widths = [25, 32, 32, 32, 32, 25];
    private readonly ParameterStore _store = new();
    private readonly Tape _tape = new();
    private readonly List<LinearLayer> _layers = [];
    private readonly Adam _adam;
    private readonly float[] _x = new float[Rows * 25];

    public EmbeddingProblem()
    {
        RandomStream stream = RandomStream.Of(1);
        for (int layer = 0; layer + 1 < Widths.Length; layer++)
        {
            _layers.Add(new LinearLayer(_store, $"layer{layer}", Widths[layer], Widths[layer + 1], stream, bias: false));
        }

        _adam = new Adam(_store, new AdamOptions { LearningRate = 2e-3, WeightDecay = 2e-3, Decoupled = true });
        HashedNumbers.Fill(_x, 1, 1.7);
    }

    /// <summary>Floating-point operations of one step: the products alone.</summary>
    public static double Operations => 2.0 * Rows * ((2 * 25 * 32) + (3 * ((3 * 32 * 32) + (32 * 25))));

    public void Step()
    {
        _tape.Reset();
        _store.ZeroGradient();
        Node node = _tape.Input(_x, Rows, 25);
        for (int layer = 0; layer < _layers.Count; layer++)
        {
            node = _layers[layer].Apply(_tape, node, layer + 1 < _layers.Count ? Activation.Relu : Activation.Identity);
        }

        _tape.Backward(_tape.SquaredDistance(node, 10));
        _adam.Step();
    }
}
