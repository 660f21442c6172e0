namespace CausalLoom.Data.Cells;

/// <summary>
/// Why values of a column are missing, as a column of its own beside it: levels are the texts of its missing cells, `(value)` where there
/// is
/// one and `(empty)` for an empty cell. Written back into the one cell (<see cref="ColumnPart.MissingKind"/>).
/// </summary>
internal static class MissingKindColumn
{
    /// <summary>The level of rows that have a value.</summary>
    public const string Value = "(value)";

    /// <summary>The level of empty cells.</summary>
    public const string Empty = "(empty)";

    /// <summary>The column; null where nothing is missing and no levels are declared.</summary>
    /// <param name="name">The column beside which it stands.</param>
    /// <param name="said">What a schema says of it.</param>
    /// <param name="column">That column.</param>
    /// <param name="cells">Its cells.</param>
    /// <param name="texts">The text of each entry before it was read.</param>
    public static Column? Of(string name, ColumnSchema said, Column column, ColumnCells cells, string[] texts)
    {
        string[] kinds = new string[column.Count];
        for (int row = 0; row < kinds.Length; row++)
        {
            string text = texts[cells.Codes[row]].Trim();
            kinds[row] = !column.IsMissing(row) ? Value : text.Length == 0 ? Empty : text;
        }

        string[] levels = said.Levels is { } declared ? [.. declared] : [.. kinds.Distinct().Order(StringComparer.Ordinal)];
        if (said.Levels is null && levels.Length < 2)
        {
            return null;
        }

        // A kind that the schema does not know is as good as an empty cell.
        LevelMap map = new(levels);
        int fallback = Math.Max(0, map.Find(Empty));
        int[] codes = Array.ConvertAll(kinds, kind => map.Find(kind) is >= 0 and var code ? code : fallback);
        string own = said.Name == name ? name + ".missing" : said.Name;
        return levels.Length == 2 ? new BinaryColumn(own, codes, levels) : new CategoricalColumn(own, codes, levels);
    }
}
