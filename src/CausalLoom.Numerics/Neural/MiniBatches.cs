using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Neural;

/// <summary>
/// The batches of an epoch: row numbers in shuffled order, cut into batches of equal size. The last batch may be smaller;
/// a last batch of a single row, which batch normalisation cannot use, joins the batch before it.
/// </summary>
public sealed class MiniBatches : IResumable
{
    private readonly int[] _order;
    private readonly int _size;

    /// <summary>Batches over rows 0 … <paramref name="rows"/> − 1, in that order until the first shuffle.</summary>
    public MiniBatches(int rows, int batchSize)
        : this(Enumerable.Range(0, rows).ToArray(), batchSize)
    {
    }

    /// <summary>Batches over given row numbers (copied), such as a training fold.</summary>
    public MiniBatches(ReadOnlySpan<int> rows, int batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        _order = rows.ToArray();
        _size = batchSize;
        int whole = _order.Length / batchSize, rest = _order.Length % batchSize;
        bool fold = rest == 1 && whole > 0;
        Count = whole + (rest > 0 && !fold ? 1 : 0);
    }

    /// <summary>The number of batches in an epoch.</summary>
    public int Count { get; }

    /// <summary>The row numbers of a batch.</summary>
    public ReadOnlySpan<int> this[int batch]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(batch);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(batch, Count);
            int start = batch * _size;
            int end = batch == Count - 1 ? _order.Length : start + _size;
            return _order.AsSpan(start, end - start);
        }
    }

    /// <summary>Draws a new order for the next epoch.</summary>
    public void Shuffle(RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Shuffle<int>(_order);
    }

    /// <summary>The present order.</summary>
    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Values(_order.AsSpan());
    }
}
