using CausalLoom.Data;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>Known cells in a CSV file: a header and some of the model's columns.</summary>
/// <param name="Path">The file.</param>
public sealed record KnownCellsFile(string Path) : IKnownCells
{
    /// <inheritdoc />
    public string Name => Path;

    /// <inheritdoc />
    public Table Read(Schema schema, CancellationToken cancellation) => GivenFile.Read(Path, schema, cancellation);
}
