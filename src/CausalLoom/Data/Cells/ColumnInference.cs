using System.Globalization;
using CausalLoom.Io;

namespace CausalLoom.Data.Cells;

/// <summary>Decides what a column is by what all its cells look like, and says what a user should know about it.</summary>
internal static class ColumnInference
{
    private const int FewLevels = 50, ManyLevels = 15;
    private const double FewCodes = 0.05;
    private const double NearlyAllDigits = 0.9;

    /// <summary>The typed column, how it is written, and the role it has unless a user says otherwise.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="context">What the reading of the file shares.</param>
    /// <param name="levels">Whether a column that is not plain numbers is levels, as a treatment is.</param>
    public static TypedColumn Infer(ColumnCells cells, ReadingContext context, bool levels)
    {
        if (cells.Present == 0)
        {
            context.Log.LeaveOut("All values are missing, so left out of the covariates", cells.Name, "all values are missing");
            return new TypedColumn(new CategoricalColumn(cells.Name, [.. Enumerable.Repeat(-1, cells.Rows)], []), ColumnRole.Ignored);
        }

        if (cells.Lane is { } lane)
        {
            if (NumberColumns.Lane(cells, lane, context) is { } many)
            {
                return many;
            }

            cells.LeaveLane();
        }

        ReadDecimalCommas(cells, context);
        ClearSheetErrors(cells, context);
        if (IsCode(cells))
        {
            return Text(cells, context, isCode: IsNumbers(cells));
        }

        if (IsNumbers(cells))
        {
            RefuseInfinite(cells, context);
            NumberColumns.RefusePointsThatMayBeThousands(cells, context);
            return DateForms.OfDigits(cells.Values) is { } date
                ? NumberColumns.Dates(cells, context, date) : NumberColumns.Numbers(cells, context, null);
        }

        if (!levels && DressedColumn.Read(cells, context) is { } dressed)
        {
            RefuseInfinite(cells, context);
            return dressed.Second is { } second
                ? NumberColumns.Pair(cells, context, dressed, second) : NumberColumns.Numbers(cells, context, dressed.Form);
        }

        return Text(cells, context, isCode: false);
    }

    private static bool IsNumbers(ColumnCells cells) => cells.Count(CellKind.Decimal, CellKind.Whole, CellKind.CodeLike, CellKind.Infinite)
        == cells.Present;

    // Codes are whole numbers of one width, or with leading zeros in more than a few cells; beyond 2^53 a number is one.
    private static bool IsCode(ColumnCells cells)
    {
        int codes = cells.Count(CellKind.CodeLike);
        if (codes == 0)
        {
            return false;
        }

        if (!HasLeadingZeros(cells))
        {
            return cells.Count(CellKind.Decimal) == 0;
        }

        int[] widths = [.. Enumerable.Range(0, cells.Values.Length).Where(e => cells.Values[e].IsNumber)
            .Select(e => CellValue.Trim(cells.Bytes(e)).Length).Distinct()];
        return widths.Length == 1 || (cells.Count(CellKind.Decimal) == 0 && codes >= FewCodes * cells.Present)
            || !IsNumbers(cells) || cells.Present < FewLevels;
    }

    // An error of a spreadsheet is no value, whatever the column is.
    private static void ClearSheetErrors(ColumnCells cells, ReadingContext context)
    {
        CellValue[]? values = null;
        for (int entry = 0; entry < cells.Values.Length; entry++)
        {
            if (cells.Values[entry].Kind == CellKind.Text && cells.Bytes(entry) is [(byte)'#' or (byte)'E' or (byte)'e' or (byte)' ', ..]
                && MissingCodes.IsSheetError(cells.Text(entry).Trim()))
            {
                values ??= [.. cells.Values];
                values[entry] = new CellValue(CellKind.Missing);
                int[] rows = cells.RowsOfEntry();
                string count = string.Create(CultureInfo.InvariantCulture, $"{rows[entry]} row{(rows[entry] == 1 ? "" : "s")}");
                context.Log.Warn("Read as missing", $"{CellText.Show(cells.Name)} ({CellText.Show(cells.Text(entry).Trim())} in {count}, "
                    + $"first in {context.Where(cells.Codes.IndexOf(entry))})");
            }
        }

        if (values is not null)
        {
            cells.Replace(values);
        }
    }

    /// <summary>A number that a form read, with the decimals that its shortest text has.</summary>
    internal static CellValue Value(double number)
    {
        if (number == Math.Truncate(number) && Math.Abs(number) < 9007199254740992)
        {
            return new CellValue(CellKind.Whole, number);
        }

        string text = number.ToString("R", CultureInfo.InvariantCulture);
        int point = text.IndexOf('.', StringComparison.Ordinal);
        return new CellValue(CellKind.Decimal, number, text.Contains('E', StringComparison.Ordinal) ? -1 : text.Length - point - 1);
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

        if (commas == 0 || commas + points + cells.Count(CellKind.Whole, CellKind.CodeLike) < cells.Present || HasThousands(cells))
        {
            return;
        }

        CellValue[] read =
            [.. cells.Values.Select((value, entry) => value.Kind == CellKind.Comma ? CellValue.OfCommaNumber(cells.Bytes(entry)) : value)];
        bool unclear = context.Delimiter == ',' && !Enumerable.Range(0, read.Length).Any(entry => cells.Values[entry].Kind == CellKind.Comma
            && NumberText.TryParse(cells.Text(entry).Trim(), null, out NumberText text) && text.Point == ',');
        int bad = points > 0 || unclear
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

    // "1,234.50" or "1,234,567": then every comma stands between thousands.
    private static bool HasThousands(ColumnCells cells)
    {
        bool shown = false;
        for (int entry = 0; entry < cells.Values.Length; entry++)
        {
            if (cells.Values[entry].Kind != CellKind.Comma)
            {
                continue;
            }

            if (!NumberText.TryParse(cells.Text(entry).Trim(), null, out NumberText text) || text.Group != ',')
            {
                return false;
            }

            shown |= !text.IsAmbiguous;
        }

        return shown;
    }

    private static TypedColumn Text(ColumnCells cells, ReadingContext context, bool isCode)
    {
        string[] levels = ColumnMaker.DistinctTexts(cells);
        CategoricalColumn column = ColumnMaker.Levels(cells, levels, _ => new InvalidOperationException("A level is its own."));
        int present = column.Count - column.MissingCount;
        bool unique = levels.Length > 2 && levels.Length == present;
        bool isId = unique || (levels.Length > FewLevels && levels.Length > present / 2);
        if (isId && !context.Lenient && cells.Count(CellKind.Date) == cells.Present && !ColumnFindings.NamesAnIdentifier(cells.Name))
        {
            int row = cells.FirstRow(value => value.Kind != CellKind.Missing);
            throw context.Error(row, cells.Name, $"{CellText.Show(cells.TextAt(row))} and all others are dates in no one form, such as "
                + "of several offsets. Give all in one form and one zone, say the form by `format:` in a schema, or leave the column out.");
        }

        if (isId && !unique && !context.Lenient && !ColumnFindings.NamesAnIdentifier(cells.Name)
            && levels.Count(BeginsWithADigit) >= NearlyAllDigits * levels.Length)
        {
            int row = cells.FirstRow(value => value.Kind != CellKind.Missing);
            throw context.Error(row, cells.Name,
                $"{CellText.Show(cells.TextAt(row))} and nearly all other cells begin with digits, but are "
                + "numbers, dates or times in no form that is known. "
                + "Say the form by `format:` in a schema, write plain numbers, or say that "
                + $"the column is none (`role: id` in a schema, ‹drop {cells.Name}›).");
        }

        if (!isId && !isCode && levels.Length >= ManyLevels && levels.Count(MayBeANumber) >= NearlyAllDigits * levels.Length)
        {
            context.Log.Warn("Text that begins with digits is read as categories (say the form by `format:` in a schema if it is numbers)",
                $"{CellText.Show(cells.Name)} ({CellText.Show(levels[0])}, {levels.Length} levels)");
        }

        Explain(cells, context, isCode, isId);
        ColumnFindings.OfMissingNames(column, cells, context);
        if (levels.Length == 2)
        {
            string[] ordered = LevelOrder.Of(levels);
            int[] codes = ReferenceEquals(ordered, levels) ? column.Codes
                : Array.ConvertAll(column.Codes, code => code < 0 ? code : 1 - code);
            return new TypedColumn(new BinaryColumn(cells.Name, codes, ordered), ColumnRole.Covariate);
        }

        ColumnFindings.OfLevels(column, isId, context);
        return new TypedColumn(column, isId ? ColumnRole.Id : ColumnRole.Covariate);
    }

    // 15-20 is a range, 2B a stage.
    private static bool MayBeANumber(string level) => BeginsWithADigit(level) && level.AsSpan().Trim() is { Length: > 2 } text
        && text[^1] is not (>= '0' and <= '9');

    private static bool BeginsWithADigit(string level) => level.AsSpan().Trim().TrimStart("'\"+-") is [>= '0' and <= '9', ..];

    private static void Explain(ColumnCells cells, ReadingContext context, bool isCode, bool isId)
    {
        string kept = isId ? "read as identifiers and not modelled" : "read as categories";
        int numbers = cells.Count(CellKind.Whole, CellKind.CodeLike, CellKind.Decimal);
        if (isCode)
        {
            Say($"Whole numbers with leading zeros or beyond 2^53 are codes: {kept}",
                Example(cells, context, value => value.Kind == CellKind.CodeLike));
        }
        else if (cells.Count(CellKind.Date) == cells.Present)
        {
            Say($"Dates in no form that is known: {kept} (say the form by `format:` in a schema)", CellText.Show(cells.Name));
        }
        else if (numbers > 0 && numbers < cells.Present)
        {
            bool mostlyNumbers = numbers * 2 > cells.Present;
            Say($"Numbers and text are mixed: {kept}",
                Example(cells, context, value => value.Kind != CellKind.Missing && value.IsNumber != mostlyNumbers));
        }
        else if (!isId && WithUnits(cells) is >= 0 and var entry)
        {
            Say($"Numbers with different units or signs are {kept}",
                $"{CellText.Show(cells.Name)} ({CellText.Show(cells.Text(entry))} in {context.Where(cells.Codes.IndexOf(entry))})");
        }
        else if (isId)
        {
            Say("The text differs in nearly every row: read as identifiers and not modelled", CellText.Show(cells.Name));
        }

        void Say(string finding, string item)
        {
            context.Log.Warn(finding, item);
            if (isId)
            {
                context.Log.LeaveOut(null, cells.Name, "an identifier: its text differs in nearly every row");
            }
        }
    }

    // An entry like "5 mg" where half of the entries are like it; −1 where they are not. 1A and 2B are names of stages.
    private static int WithUnits(ColumnCells cells)
    {
        int found = 0, first = -1;
        for (int entry = 0; entry < Math.Min(cells.Values.Length, FewLevels * 4); entry++)
        {
            if (cells.Values[entry].Kind != CellKind.Missing && NumberText.TryParse(cells.Text(entry).Trim(), null, out NumberText number)
                && (number.Suffix.Length > 1 || number.Prefix.Length > 0 || !char.IsAsciiLetter(number.Suffix.FirstOrDefault('A'))))
            {
                first = first < 0 ? entry : first;
                found++;
            }
        }

        return 2 * found > Math.Min(cells.Present, FewLevels * 4) ? first : -1;
    }

    private static string Example(ColumnCells cells, ReadingContext context, Func<CellValue, bool> odd)
    {
        int row = cells.FirstRow(odd);
        return $"{CellText.Show(cells.Name)} ({CellText.Show(cells.TextAt(row))} in {context.Where(row)})";
    }

    private static bool HasLeadingZeros(ColumnCells cells) => Enumerable.Range(0, cells.Values.Length)
        .Any(entry => cells.Values[entry] is { Kind: CellKind.CodeLike, Number: var number } && Math.Abs(number) < 9007199254740992);
}
