using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Benchmarks;

/// <summary>
/// The networks behind U_PEHE: 26→100→BN→ELU→100→BN→ELU→1, batches of 100 rows gathered from 700, Adam at 1e-4 with
/// coupled decay 1e-4, gradients clipped to norm 1.
/// </summary>
internal sealed class BasicNetProblem
{
    private const int Rows = 700, Inputs = 26, Width = 100;
    private readonly ParameterStore _store = new();
    private readonly Tape _tape = new();
    private readonly LinearLayer _first, _second, _last;
    private readonly BatchNormLayer _firstNorm, _secondNorm;
    private readonly Adam _adam;
    private readonly MiniBatches _batches = new(Rows, 100);
    private readonly RandomStream _shuffle = RandomStream.Of(2).Child("shuffle");
    private readonly float[] _x = new float[Rows * Inputs];
    private readonly float[] _y = new float[Rows];
    private int _step;

    public BasicNetProblem()
    {
        RandomStream stream = RandomStream.Of(1);
        _first = new LinearLayer(_store, "first", Inputs, Width, stream);
        _firstNorm = new BatchNormLayer(_store, "first_norm", Width);
        _second = new LinearLayer(_store, "second", Width, Width, stream);
        _secondNorm = new BatchNormLayer(_store, "second_norm", Width);
        _last = new LinearLayer(_store, "last", Width, 1, stream);
        _adam = new Adam(_store, new AdamOptions { LearningRate = 1e-4, WeightDecay = 1e-4 });
        HashedNumbers.Fill(_x, 1, 1.7);
        HashedNumbers.Fill(_y, 2, 1.7);
    }

    /// <summary>Floating-point operations of one step: the products alone.</summary>
    public static double Operations => 2.0 * 100 * ((2 * Inputs * Width) + (3 * Width * Width) + (3 * Width));

    public void Step()
    {
        int batch = _step++ % _batches.Count;
        if (batch == 0)
        {
            _batches.Shuffle(_shuffle);
        }

        _tape.Reset();
        _store.ZeroGradient();
        Node x = _tape.Gather(_x, Inputs, _batches[batch]);
        Node y = _tape.Gather(_y, 1, _batches[batch]);
        Node hidden = _firstNorm.Apply(_tape, _first.Apply(_tape, x), Activation.Elu);
        hidden = _secondNorm.Apply(_tape, _second.Apply(_tape, hidden), Activation.Elu);
        _tape.Backward(_tape.MeanSquaredError(_last.Apply(_tape, hidden), y));
        _store.ClipGradientNorm(1);
        _adam.Step();
    }
}
