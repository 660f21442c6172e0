using CausalLoom.Numerics.Neural;

namespace CausalLoom.Generators.Diffusion;

/// <summary>
/// Watches a held-out loss and keeps a copy of the last weights whose loss was within a tolerance of the best so far; with no
/// tolerance, of the best.
/// </summary>
internal sealed class TolerantStopping : IResumable
{
    private readonly TabDdpmOptions _options;
    private readonly WeightSnapshot _kept;
    private double _best = double.PositiveInfinity;
    private int _looks, _lastWithin;

    internal TolerantStopping(ParameterStore store, TabDdpmOptions options)
    {
        _options = options;
        _kept = new WeightSnapshot(store);
    }

    /// <summary>Reports a look; NaN never counts as within.</summary>
    /// <returns>Whether training should stop.</returns>
    internal bool Update(double loss)
    {
        _looks++;
        bool better = loss < _best;
        _best = better ? loss : _best;
        if (better || loss <= _best + (_options.ValidationTolerance * Math.Abs(_best)))
        {
            _lastWithin = _looks;
            _kept.Take();
        }

        return _looks - _lastWithin >= _options.Patience && _looks * (long)_options.ValidationEvery >= _options.MinimumSteps;
    }

    /// <summary>Puts the kept weights back.</summary>
    internal void Restore() => _kept.Restore();

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        state.Value(ref _best);
        state.Value(ref _looks);
        state.Value(ref _lastWithin);
        state.With(_kept);
    }
}
