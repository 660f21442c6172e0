using System.Numerics;

namespace CausalLoom.Numerics.Neural;

/// <summary>
/// An exponential moving average of a network's parameters, ā ← d ā + (1 − d) θ after every step, with the decay warmed up as
/// d = min(decay, (1 + steps)/(10 + steps)) so that the start is forgotten (Polyak averaging; Tarvainen and Valpola, 2017).
/// Untrained states are not averaged.
/// </summary>
public sealed class ExponentialMovingAverage : IResumable
{
    private readonly ParameterStore _store;
    private readonly double _decay;
    private readonly float[] _average;

    /// <summary>Starts from the present values of a network whose parameters are all in place.</summary>
    /// <param name="store">The network.</param>
    /// <param name="decay">The decay, in [0, 1); 0 follows the parameters themselves.</param>
    public ExponentialMovingAverage(ParameterStore store, double decay)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentOutOfRangeException.ThrowIfNegative(decay);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(decay, 1);
        _store = store;
        _decay = decay;
        _average = store.ValueSpan(0, store.Used).ToArray();
    }

    /// <summary>How many steps have been averaged.</summary>
    public int Steps { get; private set; }

    /// <summary>Takes the present parameters in, after an optimiser's step.</summary>
    public void Update()
    {
        double warm = (1.0 + Steps) / (10.0 + Steps);
        float share = (float)(1 - Math.Min(_decay, warm));
        Steps++;
        ReadOnlySpan<float> values = Values();
        Vector<float> shares = new(share);
        int i = 0;
        for (; i <= _average.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> average = new(_average, i);
            (average + (shares * (new Vector<float>(values[i..]) - average))).CopyTo(_average, i);
        }

        for (; i < _average.Length; i++)
        {
            _average[i] += share * (values[i] - _average[i]);
        }
    }

    /// <summary>Exchanges the network's parameters with the average; a second call undoes it.</summary>
    public void Swap()
    {
        Span<float> values = Values();
        for (int i = 0; i < _average.Length; i++)
        {
            (values[i], _average[i]) = (_average[i], values[i]);
        }
    }

    private Span<float> Values() => _store.Used == _average.Length
        ? _store.ValueSpan(0, _average.Length)
        : throw new InvalidOperationException("The network gained parameters after its average was made.");

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        int steps = Steps;
        state.Value(ref steps);
        Steps = steps;
        state.Values(_average.AsSpan());
    }
}
