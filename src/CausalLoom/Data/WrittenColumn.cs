using System.Globalization;
using CausalLoom.Data.Cells;

namespace CausalLoom.Data;

/// <summary>A column of a file that is written: one column of a table, or the two that a cell of it is made of.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="First">The table's column.</param>
/// <param name="Schema">How it is written, or null.</param>
internal sealed record WrittenColumn(string Name, Column First, ColumnSchema? Schema)
{
    /// <summary>Gets the second number of a pair, or why values are missing; or null.</summary>
    public Column? Second { get; private init; }

    /// <summary>Gets how the second number of a pair is written, or null.</summary>
    private ColumnSchema? SecondSchema { get; init; }

    /// <summary>Gets a value indicating whether its cells are anything but plain.</summary>
    public bool IsDressed => Second is not null || (First is not DiscreteColumn && Schema?.Form is not null);

    /// <summary>The columns of the file of a table.</summary>
    public static IReadOnlyList<WrittenColumn> Of(Table table, Schema? schema)
    {
        List<WrittenColumn> written = [];
        foreach (Column column in table.Columns)
        {
            ColumnSchema? said = schema?.Find(column.Name);
            ColumnSchema? other = said is null ? null : schema!.Columns.FirstOrDefault(c => said.Part == ColumnPart.First
                ? c.Part == ColumnPart.Second && c.From == said.From
                : said.Part == ColumnPart.Whole && c.Part == ColumnPart.MissingKind && c.From == said.Name);
            Column? second = other is not null && table.Contains(other.Name) ? table[other.Name] : null;
            bool follows = said is { Part: ColumnPart.Second or ColumnPart.MissingKind, From: { } from }
                && schema!.Columns.Any(c => table.Contains(c.Name) && (said.Part == ColumnPart.Second
                    ? c.Part == ColumnPart.First && c.From == from : c.Part == ColumnPart.Whole && c.Name == from));
            if (!follows)
            {
                string name = second is not null && said!.Part == ColumnPart.First ? said.From! : column.Name;
                written.Add(new WrittenColumn(name, column, said) { Second = second, SecondSchema = other });
            }
        }

        return written;
    }

    /// <summary>A cell's text; empty where missing.</summary>
    public string TextAt(int row)
    {
        if (Second is null)
        {
            return One(First, Schema, row);
        }

        if (Schema!.Part == ColumnPart.First)
        {
            return First.IsMissing(row) || Second.IsMissing(row) ? string.Empty : One(First, Schema, row) + Schema.Between + One(Second,
                SecondSchema, row)
                + Schema.After;
        }

        string kind = Second.TextAt(row);
        return !First.IsMissing(row) ? One(First, Schema, row) : kind is MissingKindColumn.Value or MissingKindColumn.Empty ? string.Empty
            : kind;
    }

    private static string One(Column column, ColumnSchema? schema, int row) => column.IsMissing(row) ? string.Empty
        : column is not DiscreteColumn && schema?.Form is { } form ? form.Write(column.NumberAt(row))
        : column is ContinuousColumn { Decimals: { } decimals } real
            ? (Math.Round(real.Values[row], decimals) + 0.0).ToString("R", CultureInfo.InvariantCulture) : column.TextAt(row);
}
