using System.Globalization;
using CausalLoom.Io;

namespace CausalLoom.Data.Csv;

/// <summary>Reads a column as a schema declares it; a value that does not fit is refused with its row.</summary>
internal static class ColumnDeclared
{
    private const double BeyondLong = 9223372036854775808;

    /// <summary>The column as declared; the schema's type must be given.</summary>
    public static Column Read(ColumnCells cells, ColumnSchema schema, ReadingContext context, bool fractionsAllowed)
    {
        if (schema.Type is ColumnType.Binary or ColumnType.Categorical)
        {
            return Levels(cells, schema, context);
        }

        ColumnInference.ReadDecimalCommas(cells, context);
        ColumnInference.RefuseInfinite(cells, context);
        CheckNumbers(cells, schema, context);
        return schema.Type == ColumnType.Integer ? Integer(cells, schema, context, fractionsAllowed) : Continuous(cells, schema);
    }

    private static void CheckNumbers(ColumnCells cells, ColumnSchema schema, ReadingContext context)
    {
        for (int entry = 0; entry < cells.Values.Length; entry++)
        {
            CellValue value = cells.Values[entry];
            if (value.Kind == CellKind.Missing)
            {
                continue;
            }

            string? problem = !value.IsNumber ? $"is not a number, but the column is declared {LayoutJson.Text(schema.Type!.Value)}"
                : value.Number < schema.Minimum
                    ? string.Create(CultureInfo.InvariantCulture, $"is below the declared minimum {schema.Minimum}")
                : value.Number > schema.Maximum
                    ? string.Create(CultureInfo.InvariantCulture, $"is above the declared maximum {schema.Maximum}") : null;
            if (problem is not null)
            {
                throw Error(cells, entry, context, problem);
            }
        }
    }

    // Whole numbers that a user calls continuous are to be generated with fractions.
    private static ContinuousColumn Continuous(ColumnCells cells, ColumnSchema schema)
    {
        int? decimals = schema.Decimals ?? ColumnInference.Decimals(cells);
        return ColumnMaker.Continuous(cells, decimals == 0 && schema.Decimals is null ? null : decimals);
    }

    private static Column Integer(ColumnCells cells, ColumnSchema schema, ReadingContext context, bool fractionsAllowed)
    {
        int fraction = Array.FindIndex(cells.Values, value => value.IsNumber && value.Number != Math.Truncate(value.Number));
        if (fraction >= 0 && fractionsAllowed)
        {
            context.Log.Warn("Fractions where the other file has whole numbers",
                $"{CellText.Show(cells.Name)} ({CellText.Show(cells.Text(fraction))} in {context.Where(cells.Codes.IndexOf(fraction))})");
            return ColumnMaker.Continuous(cells, ColumnInference.Decimals(cells));
        }

        if (fraction >= 0)
        {
            throw Error(cells, fraction, context, "is not a whole number, but the column is declared integer");
        }

        if (schema.Type == ColumnType.Integer && Array.Exists(cells.Values, value => Math.Abs(value.Number) > 9007199254740992))
        {
            context.Log.Warn("Whole numbers beyond 2^53 are kept, but models see them rounded", CellText.Show(cells.Name));
        }

        return ColumnMaker.Integer(cells, entry => Whole(cells, entry, context));
    }

    private static long Whole(ColumnCells cells, int entry, ReadingContext context)
    {
        if (long.TryParse(CellValue.Trim(cells.Bytes(entry)), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long exact))
        {
            return exact;
        }

        double number = cells.Values[entry].Number;
        return number is >= -BeyondLong and < BeyondLong
            ? (long)number
            : throw Error(cells, entry, context, "is beyond the whole numbers of 64 bits");
    }

    private static Column Levels(ColumnCells cells, ColumnSchema schema, ReadingContext context)
    {
        string[] levels = schema.Levels is { } declared ? [.. declared] : ColumnMaker.DistinctTexts(cells);
        levels = schema is { Type: ColumnType.Binary, Levels: null } && levels.Length == 2 ? LevelOrder.Of(levels) : levels;
        string type = LayoutJson.Text(schema.Type!.Value);
        if (schema.Type == ColumnType.Categorical || levels.Length == 2)
        {
            int[] codes = ColumnMaker.LevelCodes(cells, levels, entry =>
                Error(cells, entry, context, $"is not one of the levels {CellText.List([.. levels.Select(CellText.Show)])}"));
            return schema.Type == ColumnType.Binary ? new BinaryColumn(cells.Name, codes, levels)
                : new CategoricalColumn(cells.Name, codes, levels);
        }

        throw context.Error(levels.Length < 3
            ? $"column {CellText.Show(cells.Name)} is declared {type} but has {levels.Length} level{(levels.Length == 1 ? "" : "s")}; give "
                + $"both as `levels: [.., ..]` in the schema."
            : $"column {CellText.Show(cells.Name)} is declared {type} but has {levels.Length} levels: "
                + $"{CellText.List([.. levels.Select(CellText.Show)], 5)}.");
    }

    private static CausalLoomException Error(ColumnCells cells, int entry, ReadingContext context, string problem) =>
        context.Error(cells.Codes.IndexOf(entry), cells.Name, $"{CellText.Show(cells.Text(entry))} {problem}.");
}
