using CausalLoom.Data;
using CausalLoom.Io;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>Drawn rows as a CSV file, and their truth as another: both whole or not at all, and no more than a block in memory.</summary>
/// <param name="Path">The file of the rows.</param>
/// <param name="TruthPath">The file of their truth, or null.</param>
public sealed record RowFiles(string Path, string? TruthPath = null) : IRowSink
{
    /// <inheritdoc />
    public string Name => Path;

    /// <inheritdoc />
    public bool TakesTruth => TruthPath is not null;

    /// <inheritdoc />
    public void Take(IEnumerable<SyntheticData> blocks, RowFacts facts, Action complete)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(complete);

        // The first block is drawn before a file is opened: what goes wrong there has nothing to do with writing.
        using IEnumerator<SyntheticData> block = blocks.GetEnumerator();
        bool more = block.MoveNext();
        if (TruthPath is null)
        {
            AtomicFile.Write(Path, rows => Write(rows, null));
        }
        else
        {
            AtomicFile.Write(Path, rows => AtomicFile.Write(TruthPath, truth => Write(rows, truth)));
        }

        void Write(Stream rows, Stream? truth)
        {
            for (bool first = true; more; more = block.MoveNext(), first = false)
            {
                CsvTableWriter.WriteRows(rows, block.Current.Table, withHead: first, facts.Schema);
                if (truth is not null)
                {
                    CsvTableWriter.WriteRows(truth, TruthTable.Of(block.Current.Truth!, facts.Levels), withHead: first);
                }
            }

            complete();
        }
    }
}
