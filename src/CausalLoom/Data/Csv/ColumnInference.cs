using CausalLoom.Io;

namespace CausalLoom.Data.Csv;

/// <summary>Decides what a column is by what all its cells look like, and says what a user should know about it.</summary>
internal static class ColumnInference
{
    private const int MaxDecimals = 6;
    private const int FewLevels = 50;

    /// <summary>The typed column and the role it has unless a user says otherwise.</summary>
    public static (Column Column, ColumnRole Role) Infer(ColumnCells cells, ReadingContext context)
    {
        if (cells.Present == 0)
        {
            context.Log.Warn("All values are missing, so left out of the covariates", CellText.Show(cells.Name));
            return (new CategoricalColumn(cells.Name, [.. Enumerable.Repeat(-1, cells.Rows)], []), ColumnRole.Ignored);
        }

        ReadDecimalCommas(cells, context);
        int points = cells.Count(CellKind.Decimal), wholes = cells.Count(CellKind.Whole), codes = cells.Count(CellKind.CodeLike);
        bool isCode = codes > 0 && (points == 0 || HasLeadingZeros(cells));
        if (points + wholes + codes + cells.Count(CellKind.Infinite) == cells.Present && !isCode)
        {
            RefuseInfinite(cells, context);
            Column column = Number(cells);
            ColumnFindings.OfNumbers(cells, column, context);
            return (column, ColumnFindings.IsRowNumber(column, context) ? ColumnRole.Id : ColumnRole.Covariate);
        }

        return Text(cells, context, isCode && points + wholes + codes == cells.Present);
    }

    /// <summary>Refuses infinite values.</summary>
    public static void RefuseInfinite(ColumnCells cells, ReadingContext context)
    {
        int row = cells.Count(CellKind.Infinite) == 0 ? -1 : cells.FirstRow(value => value.Kind == CellKind.Infinite);
        if (row >= 0)
        {
            throw context.Error(row, cells.Name,
                $"{CellText.Show(cells.TextAt(row))} is infinite. Leave the cell empty if the value is unknown, or drop the column.");
        }
    }

    /// <summary>Reads decimal commas in place where all cells are such numbers, and refuses what could be thousands.</summary>
    public static void ReadDecimalCommas(ColumnCells cells, ReadingContext context)
    {
        int commas = cells.Count(CellKind.Comma), points = cells.Count(CellKind.Decimal);
        if (points > 0)
        {
            context.PointColumn ??= cells.Name;
        }

        if (commas == 0 || commas + points + cells.Count(CellKind.Whole, CellKind.CodeLike) < cells.Present)
        {
            return;
        }

        CellValue[] read =
            [.. cells.Values.Select((value, entry) => value.Kind == CellKind.Comma ? CellValue.OfCommaNumber(cells.Bytes(entry)) : value)];
        int bad = points > 0 || context.Delimiter == ','
            ? Array.FindIndex(cells.Values, value => value.Kind == CellKind.Comma)
            : Array.FindIndex(read, value => value.Kind == CellKind.Text);
        if (bad >= 0)
        {
            int row = cells.Codes.IndexOf(bad);
            const string Advice =
                "Write numbers with a decimal point and nothing between thousands, or declare the column categorical in a schema.";
            throw context.Error(row, cells.Name, $"{CellText.Show(cells.Text(bad))} could be a decimal comma or thousands. {Advice}");
        }

        context.CommaColumn ??= cells.Name;
        context.Log.Warn("Decimal commas are read as decimal points", CellText.Show(cells.Name));
        cells.Replace(read);
    }

    private static Column Number(ColumnCells cells)
    {
        SortedSet<double> distinct = [];
        foreach (CellValue value in cells.Values)
        {
            if (value.Kind != CellKind.Missing && distinct.Add(value.Number) && distinct.Count > 2)
            {
                break;
            }
        }

        if (distinct.Count == 2)
        {
            return ColumnMaker.TwoNumbers(cells, distinct.Min, distinct.Max);
        }

        int? decimals = Decimals(cells);
        return decimals == 0 && cells.Count(CellKind.CodeLike) == 0
            ? ColumnMaker.Integer(cells, entry => (long)cells.Values[entry].Number)
            : ColumnMaker.Continuous(cells, decimals);
    }

    /// <summary>The decimals that all numbers agree on, or null where they are many or open.</summary>
    public static int? Decimals(ColumnCells cells)
    {
        int most = 0;
        foreach (CellValue value in cells.Values)
        {
            if (value.Kind == CellKind.Missing)
            {
                continue;
            }

            // Beyond 2^53 a double no longer holds every whole number.
            if (value.Decimals < 0 || value.Decimals > MaxDecimals || Math.Abs(value.Number) >= 9007199254740992)
            {
                return null;
            }

            most = Math.Max(most, value.Decimals);
        }

        return most;
    }

    private static (Column Column, ColumnRole Role) Text(ColumnCells cells, ReadingContext context, bool isCode)
    {
        string[] levels = ColumnMaker.DistinctTexts(cells);
        CategoricalColumn column = ColumnMaker.Levels(cells, levels, _ => new InvalidOperationException("A level is its own."));
        int present = column.Count - column.MissingCount;
        bool unique = levels.Length > 2 && levels.Length == present;
        bool isId = unique || (levels.Length > FewLevels && levels.Length > present / 2);
        Explain(cells, context, isCode, isId);
        if (levels.Length == 2)
        {
            string[] ordered = LevelOrder.Of(levels);
            int[] codes = ReferenceEquals(ordered, levels) ? column.Codes
                : Array.ConvertAll(column.Codes, code => code < 0 ? code : 1 - code);
            return (new BinaryColumn(cells.Name, codes, ordered), ColumnRole.Covariate);
        }

        ColumnFindings.OfLevels(column, isId, context);
        return (column, isId ? ColumnRole.Id : ColumnRole.Covariate);
    }

    private static void Explain(ColumnCells cells, ReadingContext context, bool isCode, bool isId)
    {
        string kept = isId ? "read as identifiers and not modelled" : "read as categories";
        int numbers = cells.Count(CellKind.Whole, CellKind.CodeLike, CellKind.Decimal);
        if (isCode)
        {
            context.Log.Warn($"Whole numbers with leading zeros or beyond 2^53 are codes: {kept}",
                Example(cells, context, value => value.Kind == CellKind.CodeLike));
        }
        else if (cells.Count(CellKind.Date) == cells.Present)
        {
            context.Log.Warn($"Dates are not computed with: {kept} (give days since a reference date to use them as numbers)",
                CellText.Show(cells.Name));
        }
        else if (numbers > 0 && numbers < cells.Present)
        {
            bool mostlyNumbers = numbers * 2 > cells.Present;
            context.Log.Warn($"Numbers and text are mixed: {kept}",
                Example(cells, context, value => value.Kind != CellKind.Missing && value.IsNumber != mostlyNumbers));
        }
        else if (isId)
        {
            context.Log.Warn("The text differs in nearly every row: read as identifiers and not modelled", CellText.Show(cells.Name));
        }
    }

    private static string Example(ColumnCells cells, ReadingContext context, Func<CellValue, bool> odd)
    {
        int row = cells.FirstRow(odd);
        return $"{CellText.Show(cells.Name)} ({CellText.Show(cells.TextAt(row))} in {context.Where(row)})";
    }

    private static bool HasLeadingZeros(ColumnCells cells) => Enumerable.Range(0, cells.Values.Length)
        .Any(entry => cells.Values[entry] is { Kind: CellKind.CodeLike, Number: var number } && Math.Abs(number) < 9007199254740992);
}
