using CausalLoom.Data;

namespace CausalLoom.Jobs;

/// <summary>The truth file of drawn rows (docs/files.md): one row per row of theirs, in the same order.</summary>
/// <param name="Path">The file.</param>
public sealed record TruthFile(string Path) : ITrueEffects
{
    /// <summary>`cate` of each row, or `mu1` − `mu0` where there is no such column.</summary>
    /// <inheritdoc />
    public double[] Read(int rows, CancellationToken cancellation)
    {
        Table table = CsvTable.Read(Path, new CsvOptions { Cancellation = cancellation }).Table;
        if (!table.Contains("cate") && !(table.Contains("mu0") && table.Contains("mu1")))
        {
            throw new CausalLoomException($"{Path}: there is no column 'cate' (nor 'mu0' and 'mu1'): this is not the "
                + $"truth file of a synthesis.");
        }

        if (table.Rows != rows)
        {
            throw new CausalLoomException($"{Path}: there are {table.Rows} rows of truth and {rows} synthetic rows. Give the truth file "
                + $"that was written with them.");
        }

        return table.Contains("cate")
            ? Numbers(table["cate"])
            : [.. Numbers(table["mu1"]).Zip(Numbers(table["mu0"]), (treated, control) => treated - control)];
    }

    private double[] Numbers(Column column)
    {
        double[] values = column.ToNumbers();
        int broken = Array.FindIndex(values, v => !double.IsFinite(v));
        return broken < 0
            ? values
            : throw new CausalLoomException($"{Path}: column '{column.Name}' holds no number in row {broken + 1} below the header "
                + $"('{column.TextAt(broken)}').");
    }
}
