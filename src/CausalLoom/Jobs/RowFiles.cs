using CausalLoom.Data;
using CausalLoom.Data.Formats;
using CausalLoom.Io;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>Drawn rows as a file in the format of its name, and their truth as another: both whole or not at all, and no more than a
/// block in memory.</summary>
/// <param name="Path">The file of the rows.</param>
/// <param name="TruthPath">The file of their truth, or null.</param>
public sealed record RowFiles(string Path, string? TruthPath = null) : IRowSink
{
    /// <summary>The file of the rows.</summary>
    public string Path { get; } = TableFileWriter.Checked(Path);

    /// <summary>The file of their truth, or null.</summary>
    public string? TruthPath { get; } = TruthPath is null ? null : TableFileWriter.Checked(TruthPath);

    /// <summary>Files for a copy of several: `rows.csv` of copy 2 is `rows.2.csv`.</summary>
    /// <param name="copy">Its number, from 1.</param>
    public RowFiles Copy(int copy) => new(Numbered(Path, copy), TruthPath is null ? null : Numbered(TruthPath, copy));

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
            using ITableSink rowSink = TableFormats.Sink(rows, Path, facts.Schema, facts.Rows);
            using ITableSink? truthSink = truth is null ? null : TableFormats.Sink(truth, TruthPath!, null, facts.Rows);
            for (; more; more = block.MoveNext())
            {
                CheckFinite(block.Current.Table);
                rowSink.Append(block.Current.Table);
                truthSink?.Append(TruthTable.Of(block.Current.Truth!, facts.Levels));
            }

            rowSink.Complete();
            truthSink?.Complete();
            complete();
        }
    }

    private static string Numbered(string path, int copy)
    {
        string packed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[^3..] : string.Empty;
        string bare = path[..^packed.Length], extension = System.IO.Path.GetExtension(bare);
        return FormattableString.Invariant($"{bare[..^extension.Length]}.{copy}{extension}{packed}");
    }

    // Between the fit and the file: what a model draws is either missing or a number.
    private static void CheckFinite(Table table)
    {
        foreach (Column column in table.Columns)
        {
            if (column is ContinuousColumn { Values: var values } && Array.FindIndex(values, double.IsInfinity) is >= 0 and var row)
            {
                throw new CausalLoomException(string.Create(System.Globalization.CultureInfo.InvariantCulture,
                    $"The model draws a number of {CellText.Show(column.Name)} that is not finite (row {row + 1} of a block). No rows were "
                        + $"written. Look for numbers of extreme size in the data, or choose another generator or outcome model."));
            }
        }
    }
}
