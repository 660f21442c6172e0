using CausalLoom.Data;
using CausalLoom.Io;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Cli.CommandLine;

/// <summary>Drawing rows and writing them, and their truth, block by block: no more than a block is in memory.</summary>
public static class DrawnFiles
{
    /// <summary>Writes rows that are drawn already, and their truth where a path is given.</summary>
    public static void Write(SyntheticData drawn, string path, string? truthPath, IReadOnlyList<string> levels)
    {
        ArgumentNullException.ThrowIfNull(drawn);
        CsvTableWriter.Write(path, drawn.Table);
        if (truthPath is not null)
        {
            CsvTableWriter.Write(truthPath, TruthTable.Of(drawn.Truth!, levels));
        }
    }

    /// <summary>Draws and writes the rows, and their truth where a path is given; both files whole or not at all.</summary>
    /// <param name="source">What to draw from.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="stream">Where the draws come from.</param>
    /// <param name="path">The file of the rows.</param>
    /// <param name="truthPath">The file of the truth, or null.</param>
    /// <param name="levels">The treatment's levels.</param>
    /// <param name="context">Progress and cancellation.</param>
    /// <param name="each">Sees each block, for what else is made of it; or null.</param>
    /// <param name="drawn">Called when all rows are drawn and no file is there yet, for what must not be there without them; or
    /// null.</param>
    public static void Write(
        ICausalSource source,
        int rows,
        RandomStream stream,
        string path,
        string? truthPath,
        IReadOnlyList<string> levels,
        FitContext context,
        Action<SyntheticData>? each = null,
        Action? drawn = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(context);

        // The first block is drawn before a file is opened: what goes wrong there has nothing to do with writing.
        using IEnumerator<SyntheticData> blocks = DrawnBlocks.Of(source, rows, stream).GetEnumerator();
        bool more = blocks.MoveNext();
        context.Cancellation.ThrowIfCancellationRequested();
        if (truthPath is null)
        {
            AtomicFile.Write(path, rowsOut => WriteBlocks(rowsOut, null));
        }
        else
        {
            AtomicFile.Write(path, rowsOut => AtomicFile.Write(truthPath, truthOut => WriteBlocks(rowsOut, truthOut)));
        }

        void WriteBlocks(Stream rowsOut, Stream? truthOut)
        {
            for (int written = 0; more; more = blocks.MoveNext())
            {
                SyntheticData block = blocks.Current;
                CsvTableWriter.WriteRows(rowsOut, block.Table, withHead: written == 0);
                if (truthOut is not null)
                {
                    CsvTableWriter.WriteRows(truthOut, TruthTable.Of(block.Truth!, levels), withHead: written == 0);
                }

                each?.Invoke(block);
                written += block.Table.Rows;
                context.Report("Drawing rows", (double)written / rows);
            }

            context.Cancellation.ThrowIfCancellationRequested();
            drawn?.Invoke();
        }
    }
}
