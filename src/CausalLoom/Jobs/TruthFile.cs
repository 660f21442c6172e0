using CausalLoom.Data;

namespace CausalLoom.Jobs;

/// <summary>The truth file of drawn rows (docs/files.md): one row per row of theirs, in the same order.</summary>
/// <param name="Path">The file.</param>
public sealed record TruthFile(string Path) : ITrueEffects
{
    /// <summary>
    /// Of two levels `cate`, or `mu1` − `mu0` where there is no such column; of more `mu_L` − `mu_R` for each level L and the reference R.
    /// </summary>
    /// <inheritdoc />
    public IReadOnlyList<double[]> Read(CausalData rows, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Table table = TableFile.Read(Path, new CsvOptions { Cancellation = cancellation }).Table;
        string[] means = rows.Levels == 2 ? ["mu0", "mu1"] : [.. rows.TreatmentSpace.Levels.Select(level => "mu_" + level)];
        bool direct = rows.Levels == 2 && table.Contains("cate");
        if (!direct && !means.All(table.Contains))
        {
            throw new CausalLoomException(rows.Levels == 2
                ? $"{Path}: there is no column 'cate' (nor 'mu0' and 'mu1'): this is not the truth file of a synthesis."
                : $"{Path}: there is no column '{means.First(name => !table.Contains(name))}': this is not the truth file of these rows.");
        }

        if (table.Rows != rows.Rows)
        {
            throw new CausalLoomException($"{Path}: there are {table.Rows} rows of truth and {rows.Rows} "
                + $"synthetic rows. Give the truth file "
                + $"that was written with them.");
        }

        return direct ? [Numbers(table["cate"])] : [.. means[1..].Select(mean =>
            Numbers(table[mean]).Zip(Numbers(table[means[0]]), (treated, control) => treated - control).ToArray())];
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
