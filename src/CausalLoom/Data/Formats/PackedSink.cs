namespace CausalLoom.Data.Formats;

/// <summary>A sink whose bytes are packed on their way.</summary>
/// <param name="inner">The sink that writes into <paramref name="packer"/>.</param>
/// <param name="packer">What packs.</param>
internal sealed class PackedSink(ITableSink inner, Stream packer) : ITableSink
{
    /// <inheritdoc />
    public void Append(Table block) => inner.Append(block);

    /// <inheritdoc />
    public void Complete()
    {
        inner.Complete();
        packer.Dispose();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        inner.Dispose();
        packer.Dispose();
    }
}
