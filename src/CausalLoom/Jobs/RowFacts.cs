using CausalLoom.Data;

namespace CausalLoom.Jobs;

/// <summary>What a sink must know of rows to write them.</summary>
/// <param name="Levels">The treatment's levels.</param>
/// <param name="Schema">How the columns are written; null: plainly.</param>
public sealed record RowFacts(IReadOnlyList<string> Levels, Schema? Schema = null)
{
    /// <summary>How many rows there are: some formats say it before the first.</summary>
    public long Rows { get; init; }
}
