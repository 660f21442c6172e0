using System.Globalization;
using CausalLoom.Io;

namespace CausalLoom.Data.Cells;

/// <summary>Reads a column as a schema declares it; a value that does not fit is refused with its row.</summary>
internal static class ColumnDeclared
{
    private const double BeyondLong = 9223372036854775808;

    /// <summary>The column as declared; the schema's type or form must be given.</summary>
    public static TypedColumn Read(ColumnCells cells, ColumnSchema schema, ReadingContext context, bool fractionsAllowed)
    {
        if (schema.Type is ColumnType.Binary or ColumnType.Categorical)
        {
            return new TypedColumn(Levels(cells, schema, context), ColumnRole.Covariate);
        }

        CellForm? form = schema.Form;
        if (form is not null)
        {
            ReadForm(cells, form, context);
        }
        else
        {
            ColumnInference.ReadDecimalCommas(cells, context);
            form = cells.Count(CellKind.Decimal, CellKind.Whole, CellKind.CodeLike, CellKind.Infinite) == cells.Present ? null
                : DressedColumn.Read(cells, context)?.Form;
        }

        ColumnInference.RefuseInfinite(cells, context);
        CheckNumbers(cells, schema, context);
        bool whole = schema.Type == ColumnType.Integer || (schema.Type is null && NumberColumns.Decimals(cells) == 0);
        return new TypedColumn(whole ? Integer(cells, schema, context, fractionsAllowed) : Continuous(cells, schema), ColumnRole.Covariate)
            { Form = form };
    }

    /// <summary>The columns of a pair such as 120/80.</summary>
    public static TypedColumn ReadPair(ColumnCells cells, ColumnSchema first, string second, ReadingContext context)
    {
        CellValue[] left = [.. cells.Values], right = [.. cells.Values];
        for (int entry = 0; entry < left.Length; entry++)
        {
            if (left[entry].Kind == CellKind.Missing)
            {
                continue;
            }

            OddCell cell = OddCell.Of(entry, cells.Text(entry), 1, null);
            if (cell.Kind != OddKind.Pair && !(context.Lenient || cell.Kind == OddKind.MissingCode))
            {
                throw Error(cells, entry, context, "is no pair of numbers such as 120/80");
            }

            bool pair = cell.Kind == OddKind.Pair;
            left[entry] = pair ? Value(cell.Pair.First, cell.Pair.FirstDecimals) : new CellValue(CellKind.Missing);
            right[entry] = pair ? Value(cell.Pair.Second, cell.Pair.SecondDecimals) : new CellValue(CellKind.Missing);
        }

        return new TypedColumn(Part(cells, left, first.Name), ColumnRole.Covariate)
        {
            Second = new TypedColumn(Part(cells, right, second), ColumnRole.Covariate), Between = first.Between, After = first.After,
        };
    }

    private static CellValue Value(double number, int decimals) =>
        new(decimals == 0 ? CellKind.Whole : CellKind.Decimal, number, decimals);

    private static Column Part(ColumnCells cells, CellValue[] values, string name)
    {
        cells.Replace(values);
        return NumberColumns.Renamed(NumberColumns.Decimals(cells) == 0 ? ColumnMaker.Integer(cells, e => (long)cells.Values[e].Number)
            : ColumnMaker.Continuous(cells, NumberColumns.Decimals(cells)), name);
    }

    private static void ReadForm(ColumnCells cells, CellForm form, ReadingContext context)
    {
        CellValue[] values = [.. cells.Values];
        for (int entry = 0; entry < values.Length; entry++)
        {
            if (values[entry].Kind == CellKind.Missing)
            {
                continue;
            }

            string text = cells.Text(entry).Trim();
            if (form.TryRead(text, out double number))
            {
                values[entry] = ColumnInference.Value(number);
            }
            else if (MissingCodes.Contains(text) || context.Lenient)
            {
                values[entry] = new CellValue(CellKind.Missing);
                context.Log.Warn(MissingCodes.Contains(text) ? "Read as missing" : "Fits no reading, so set to missing (‹lenient›)",
                    $"{CellText.Show(cells.Name)} ({CellText.Show(text)}, first in {context.Where(cells.Codes.IndexOf(entry))})");
            }
            else if (values[entry].IsNumber && form.Time == TimeKind.None)
            {
                context.Log.Warn("Plain numbers where the other file or the schema has a form", $"{CellText.Show(cells.Name)} "
                    + $"({CellText.Show(text)} for {form.Pattern})");
            }
            else
            {
                throw Error(cells, entry, context, $"is not written as {CellText.Show(form.Pattern)}");
            }
        }

        cells.Replace(values);
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
        int? decimals = schema.Decimals ?? NumberColumns.Decimals(cells);
        return ColumnMaker.Continuous(cells, decimals == 0 && schema.Decimals is null ? null : decimals);
    }

    private static Column Integer(ColumnCells cells, ColumnSchema schema, ReadingContext context, bool fractionsAllowed)
    {
        int fraction = Array.FindIndex(cells.Values, value => value.IsNumber && value.Number != Math.Truncate(value.Number));
        if (fraction >= 0 && fractionsAllowed)
        {
            context.Log.Warn("Fractions where the other file has whole numbers",
                $"{CellText.Show(cells.Name)} ({CellText.Show(cells.Text(fraction))} in {context.Where(cells.Codes.IndexOf(fraction))})");
            return ColumnMaker.Continuous(cells, NumberColumns.Decimals(cells));
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
        if (cells.Values[entry] is { Kind: CellKind.Whole or CellKind.CodeLike, Number: var said } && long.TryParse(
            CellValue.Trim(cells.Bytes(entry)), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long exact)
            && exact == said)
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
