using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Io;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>Known cells far outside of what a model draws: it completes such rows by what it has never seen.</summary>
internal static class KnownRanges
{
    private const int Drawn = 2000;
    private const double Beyond = 0.1;

    /// <summary>A sentence a column.</summary>
    /// <param name="source">The model.</param>
    /// <param name="known">The known cells.</param>
    /// <param name="stream">Where the rows come from that show what the model draws.</param>
    public static IReadOnlyList<string> Outside(IFittedSynthesizer source, Table known, RandomStream stream)
    {
        Column[] numbers = [.. known.Columns.Where(column => column is ContinuousColumn or IntegerColumn)];
        if (numbers.Length == 0)
        {
            return [];
        }

        Table free = source.Draw(Drawn, stream).Table;
        List<string> warnings = [];
        foreach (Column column in numbers.Where(column => free.Contains(column.Name) && free[column.Name] is not DiscreteColumn))
        {
            Moments range = Moments.Of(free[column.Name]);
            double margin = Beyond * (range.Maximum - range.Minimum);
            int[] rows = [.. Enumerable.Range(0, column.Count).Where(i => column.NumberAt(i) < range.Minimum - margin
                || column.NumberAt(i) > range.Maximum + margin)];
            if (rows.Length > 0)
            {
                warnings.Add(string.Create(CultureInfo.InvariantCulture,
                    $"{CellText.Show(column.Name)} is {column.NumberAt(rows[0]):G6} in "
                    + $"row {rows[0] + 1}, and {Drawn} rows that the model drew freely lie between {range.Minimum:G6} and "
                    + $"{range.Maximum:G6} ({rows.Length} such row{(rows.Length == 1 ? "" : "s")}): the other cells of such rows are "
                    + $"extrapolated."));
            }
        }

        return warnings;
    }
}
