using CausalLoom.Data;
using CausalLoom.Io;

namespace CausalLoom.Synthesis;

/// <summary>Reads a file of known cells as the model's columns have them: types and levels of the schema it was fitted under.</summary>
public static class GivenFile
{
    /// <summary>Reads known cells; an empty cell is unknown.</summary>
    /// <param name="path">The file: a header and some of the model's columns.</param>
    /// <param name="schema">The schema of the model's data.</param>
    /// <param name="cancellation">Observed while reading.</param>
    /// <exception cref="CausalLoomException">The file cannot be read, or a column, level or number does not fit the model.</exception>
    public static Table Read(string path, Schema schema, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(schema);
        // Only the header: cells mean what the model's schema says.
        CsvOptions names = new() { KeepEmptyRows = true, Only = [], Cancellation = cancellation };
        string[] found = [.. TableFile.Read(path, names).Schema.Columns.Select(c => c.Name)];
        string[] known = [.. schema.Columns.Where(c => c.Role is ColumnRole.Covariate or ColumnRole.Treatment or ColumnRole.Outcome)
            .Select(c => c.From ?? c.Name).Distinct(StringComparer.Ordinal)];
        if (found.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new CausalLoomException($"{path}: the model has no column {CellText.Show(unknown)}.{Suggestion.For(unknown, known)} It "
                + $"has {CellText.List([.. known.Select(CellText.Show)])}.");
        }

        Schema declared = new([.. schema.Columns.Where(c => found.Contains(c.From ?? c.Name))]);
        return TableFile.Read(path, new CsvOptions { Schema = declared, KeepEmptyRows = true, Cancellation = cancellation }).Table;
    }
}
