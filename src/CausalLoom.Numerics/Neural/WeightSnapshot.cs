namespace CausalLoom.Numerics.Neural;

/// <summary>A copy of every value of a network (running statistics included), taken and given back without allocating.</summary>
public sealed class WeightSnapshot : IResumable
{
    private readonly ParameterStore _store;
    private readonly float[] _values;
    private readonly double[][] _states;

    /// <summary>Takes the first copy.</summary>
    public WeightSnapshot(ParameterStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _values = new float[store.Used];
        _states = store.States.Select(s => new double[s.Values.Length]).ToArray();
        Take();
    }

    /// <summary>Copies the present values.</summary>
    /// <exception cref="InvalidOperationException">Parameters were added since the snapshot was made.</exception>
    public void Take()
    {
        RequireSameStructure();
        _store.ValueSpan(0, _values.Length).CopyTo(_values);
        for (int i = 0; i < _states.Length; i++)
        {
            _store.States[i].Values.CopyTo(_states[i], 0);
        }
    }

    /// <summary>Gives the copied values back to the network.</summary>
    /// <exception cref="InvalidOperationException">Parameters were added since the snapshot was made.</exception>
    public void Restore()
    {
        RequireSameStructure();
        _values.CopyTo(_store.ValueSpan(0, _values.Length));
        for (int i = 0; i < _states.Length; i++)
        {
            _states[i].CopyTo(_store.States[i].Values, 0);
        }
    }

    private void RequireSameStructure()
    {
        if (_store.Used != _values.Length || _store.States.Count != _states.Length)
        {
            throw new InvalidOperationException("The network gained parameters after this snapshot was made.");
        }
    }

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Values(_values.AsSpan());
        foreach (double[] values in _states)
        {
            state.Values(values.AsSpan());
        }
    }
}
