namespace CausalLoom.Numerics.Neural;

/// <summary>
/// Watches a validation loss, keeps a true copy of the best weights and says when to stop: once more than
/// <c>patience</c> consecutive epochs have failed to beat the best and more than <c>minEpochs</c> epochs are done.
/// </summary>
public sealed class EarlyStopping : IResumable
{
    private readonly WeightSnapshot _best;
    private readonly int _patience;
    private readonly int _minEpochs;
    private readonly double _minDelta;

    /// <summary>Watches a network whose parameters are all in place.</summary>
    /// <param name="store">The network.</param>
    /// <param name="patience">Epochs without improvement that are still tolerated.</param>
    /// <param name="minEpochs">Epochs that are run in any case.</param>
    /// <param name="minDelta">A loss counts as better only when it is lower than the best by more than this.</param>
    public EarlyStopping(ParameterStore store, int patience, int minEpochs = 0, double minDelta = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        _best = new WeightSnapshot(store);
        _patience = patience;
        _minEpochs = minEpochs;
        _minDelta = minDelta;
    }

    /// <summary>The lowest loss so far; +∞ before the first epoch.</summary>
    public double BestLoss { get; private set; } = double.PositiveInfinity;

    /// <summary>The epoch of the lowest loss, from 1; 0 when there is none, and the copy is that of the start.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>Epochs reported so far.</summary>
    public int Epochs { get; private set; }

    /// <summary>Reports the validation loss of the epoch that just ended; NaN never counts as better.</summary>
    /// <returns>True when training should stop.</returns>
    public bool Update(double loss)
    {
        Epochs++;
        if (loss < BestLoss - _minDelta)
        {
            BestLoss = loss;
            BestEpoch = Epochs;
            _best.Take();
        }

        return Epochs - BestEpoch > _patience && Epochs > _minEpochs;
    }

    /// <summary>Puts the weights of <see cref="BestEpoch"/> back into the network.</summary>
    public void RestoreBest() => _best.Restore();

    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (double loss, int best, int epochs) = (BestLoss, BestEpoch, Epochs);
        state.Value(ref loss);
        state.Value(ref best);
        state.Value(ref epochs);
        (BestLoss, BestEpoch, Epochs) = (loss, best, epochs);
        state.With(_best);
    }
}
