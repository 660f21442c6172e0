namespace CausalLoom.Data.Formats;

/// <summary>
/// Where a table is written, block by block: the blocks have the same columns, and each is one piece of the file where it has pieces.
/// </summary>
internal interface ITableSink : IDisposable
{
    /// <summary>Writes the rows of a block behind those before.</summary>
    /// <exception cref="CausalLoomException">The format cannot hold a value; the message names its column.</exception>
    void Append(Table block);

    /// <summary>Writes what stands behind the last row. Without it the file is not whole.</summary>
    void Complete();
}
