namespace CausalLoom.Data.Formats;

/// <summary>Writes CSV (<see cref="CsvTableWriter"/>).</summary>
/// <param name="stream">Where to; left open.</param>
internal sealed class CsvSink(Stream stream) : ITableSink
{
    private bool _begun;

    /// <inheritdoc />
    public void Append(Table block)
    {
        CsvTableWriter.WriteRows(stream, block, withHead: !_begun);
        _begun = true;
    }

    /// <inheritdoc />
    public void Complete()
    {
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
