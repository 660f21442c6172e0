using CausalLoom.Data;

namespace CausalLoom.Cli.CommandLine;

/// <summary>Reads the exact effects of synthetic rows from a truth file (docs/files.md).</summary>
public static class TruthFile
{
    /// <summary>`cate` of each row, or `mu1` − `mu0` where there is no such column.</summary>
    /// <param name="path">The file: one row per synthetic row, in the same order.</param>
    /// <param name="rows">How many synthetic rows there are.</param>
    /// <param name="cancellation">Observed while reading.</param>
    /// <exception cref="CausalLoomException">The file cannot be read, lacks the columns, or holds another number of rows or something else
    /// than numbers.</exception>
    public static double[] Effects(string path, int rows, CancellationToken cancellation)
    {
        Table table = CsvTable.Read(path, new CsvOptions { Cancellation = cancellation }).Table;
        if (!table.Contains("cate") && !(table.Contains("mu0") && table.Contains("mu1")))
        {
            throw new CausalLoomException($"{path}: there is no column 'cate' (nor 'mu0' and 'mu1'): this is not the "
                + $"truth file of a synthesis.");
        }

        if (table.Rows != rows)
        {
            throw new CausalLoomException($"{path}: there are {table.Rows} rows of truth and {rows} synthetic rows. Give the truth file "
                + $"that was written with them.");
        }

        return table.Contains("cate")
            ? Numbers(path, table["cate"])
            : [.. Numbers(path, table["mu1"]).Zip(Numbers(path, table["mu0"]), (treated, control) => treated - control)];
    }

    private static double[] Numbers(string path, Column column)
    {
        double[] values = column.ToNumbers();
        int broken = Array.FindIndex(values, v => !double.IsFinite(v));
        return broken < 0
            ? values
            : throw new CausalLoomException($"{path}: column '{column.Name}' holds no number in row {broken + 1} below the header "
                + $"('{column.TextAt(broken)}').");
    }
}
