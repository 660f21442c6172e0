namespace CausalLoom.Data.Formats;

/// <summary>Writes CSV (<see cref="CsvTableWriter"/>).</summary>
/// <param name="stream">Where to; left open.</param>
/// <param name="schema">How columns are written, or null.</param>
internal sealed class CsvSink(Stream stream, Schema? schema) : ITableSink
{
    private bool _begun;

    /// <inheritdoc />
    public void Append(Table block)
    {
        CsvTableWriter.WriteRows(stream, block, withHead: !_begun, schema);
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
