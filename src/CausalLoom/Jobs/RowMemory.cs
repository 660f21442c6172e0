using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>Drawn rows kept in memory, with their truth where there is one.</summary>
public sealed class RowMemory : IRowSink
{
    private SyntheticData? _rows;

    /// <inheritdoc />
    public string Name => "memory";

    /// <inheritdoc />
    public bool TakesTruth => false;

    /// <summary>The rows.</summary>
    /// <exception cref="InvalidOperationException">No job has delivered any.</exception>
    public SyntheticData Rows => _rows ?? throw new InvalidOperationException("No rows were drawn into this memory yet.");

    /// <inheritdoc />
    public void Take(IEnumerable<SyntheticData> blocks, IReadOnlyList<string> levels, Action complete)
    {
        ArgumentNullException.ThrowIfNull(complete);
        SyntheticData rows = DrawnBlocks.Join([.. blocks]);
        complete();
        _rows = rows;
    }
}
