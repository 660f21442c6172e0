using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural;

/// <summary>
/// A running average of a network's weights and running statistics: a ← d·a + (1 − d)·w, divided by 1 − dⁿ so that the
/// start counts for nothing. <see cref="Swap"/> puts it into the network and takes the network's own values out.
/// </summary>
public sealed unsafe class WeightAverage : IResumable
{
    private readonly ParameterStore _store;
    private readonly double _decay;
    private readonly PinnedFloats _sum, _other;
    private readonly double[][] _states, _otherStates;
    private int _updates;
    private bool _swapped;

    /// <summary>An average over a store whose parameters are all in place.</summary>
    /// <param name="store">The network.</param>
    /// <param name="decay">d in [0, 1).</param>
    public WeightAverage(ParameterStore store, double decay)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentOutOfRangeException.ThrowIfNegative(decay);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(decay, 1);
        _store = store;
        _decay = decay;
        _sum = new PinnedFloats(store.Used);
        _other = new PinnedFloats(store.Used);
        _states = [.. store.States.Select(s => new double[s.Values.Length])];
        _otherStates = [.. store.States.Select(s => new double[s.Values.Length])];
    }

    /// <summary>Adds the network's present values.</summary>
    /// <exception cref="InvalidOperationException">The average itself is in the network.</exception>
    public void Update()
    {
        if (_swapped)
        {
            throw new InvalidOperationException("The average is in the network: swap before updating.");
        }

        _updates++;
        float keep = (float)_decay;
        ElementKernels.Scale(_sum.Pointer, _sum.Pointer, _store.Used, keep, false);
        ElementKernels.AddScaled(_sum.Pointer, _store.Values, 1 - keep, _sum.Pointer, _store.Used);
        for (int s = 0; s < _states.Length; s++)
        {
            double[] values = _store.States[s].Values, sum = _states[s];
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] = (_decay * sum[i]) + ((1 - _decay) * values[i]);
            }
        }

        GC.KeepAlive(this);
    }

    /// <summary>Exchanges the network's values for the average, or the average for the network's values.</summary>
    /// <exception cref="InvalidOperationException">Nothing was averaged yet.</exception>
    public void Swap()
    {
        if (_updates == 0)
        {
            throw new InvalidOperationException("There is nothing in the average yet.");
        }

        Span<float> values = _store.ValueSpan(0, _store.Used), other = _other.Span(_other.Pointer, _store.Used);
        double share = 1 / (1 - Math.Pow(_decay, _updates));
        if (_swapped)
        {
            other.CopyTo(values);
        }
        else
        {
            values.CopyTo(other);
            ElementKernels.Scale(_sum.Pointer, _store.Values, _store.Used, (float)share, false);
        }

        for (int s = 0; s < _states.Length; s++)
        {
            SwapState(_store.States[s].Values, _states[s], _otherStates[s], share);
        }

        _swapped = !_swapped;
        GC.KeepAlive(this);
    }

    private void SwapState(double[] values, double[] sum, double[] other, double share)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (_swapped)
            {
                values[i] = other[i];
            }
            else
            {
                (other[i], values[i]) = (values[i], share * sum[i]);
            }
        }
    }

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Value(ref _updates);
        state.Value(ref _swapped);
        state.Values(_sum.Span(_sum.Pointer, _sum.Length));
        state.Values(_other.Span(_other.Pointer, _other.Length));
        foreach (double[] values in _states.Concat(_otherStates))
        {
            state.Values(values.AsSpan());
        }
    }
}
