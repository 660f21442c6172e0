using System.Globalization;
using CausalLoom.Io;

namespace CausalLoom.Data.Cells;

/// <summary>Decides what a column is by what all its cells look like, and says what a user should know about it.</summary>
internal static class ColumnInference
{
    private const int MaxDecimals = 6;
    private const int FewLevels = 50;
    private const int FewDigits = 9;

    // 2100-12-31 in days since 1970-01-01.
    private const double LatestDay = 47846;
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
            if (Lane(cells, lane, context) is { } many)
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
            RefusePointsThatMayBeThousands(cells, context);
            return DateForms.OfDigits(cells.Values) is { } date ? Dates(cells, context, date) : Numbers(cells, context, null);
        }

        if (!levels && DressedColumn.Read(cells, context) is { } dressed)
        {
            RefuseInfinite(cells, context);
            return dressed.Second is { } second ? Pair(cells, context, dressed, second) : Numbers(cells, context, dressed.Form);
        }

        return Text(cells, context, isCode: false);
    }

    // Plain numbers of which most are different: taken as they were read. Null where their digits are few and may have a form.
    private static TypedColumn? Lane(ColumnCells cells, NumberLane lane, ReadingContext context)
    {
        int? decimals = Decimals(cells);
        decimals = decimals is { } own && lane.Decimals is >= 0 and <= MaxDecimals ? Math.Max(own, lane.Decimals) : null;
        if (decimals is null && lane.Digits <= FewDigits)
        {
            return null;
        }

        if (decimals != 0)
        {
            context.PointColumn ??= cells.Name;
        }

        double[] values = new double[cells.Rows];
        ReadOnlySpan<int> codes = cells.Codes;
        for (int row = 0; row < lane.FirstRow; row++)
        {
            values[row] = cells.Values[codes[row]].Number;
        }

        lane.CopyTo(values.AsSpan(lane.FirstRow));
        Column column = decimals == 0
            ? new IntegerColumn(cells.Name, Array.ConvertAll(values, v => double.IsNaN(v) ? 0 : (long)v), Array.ConvertAll(values,
                double.IsNaN))
            : new ContinuousColumn(cells.Name, values, decimals);
        ColumnFindings.OfManyNumbers(column, values, context);
        return new TypedColumn(column, ColumnFindings.IsIdentifier(column, context) ? ColumnRole.Id : ColumnRole.Covariate);
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

    // 6.349, 12.548 and 581: three digits behind every point, and whole numbers below a thousand without one.
    private static void RefusePointsThatMayBeThousands(ColumnCells cells, ReadingContext context)
    {
        if (cells.Count(CellKind.Decimal) < FewLevels / 5 || cells.Count(CellKind.Whole) == 0)
        {
            return;
        }

        for (int entry = 0; entry < cells.Values.Length; entry++)
        {
            CellValue value = cells.Values[entry];
            ReadOnlySpan<byte> text = CellValue.Trim(cells.Bytes(entry)).TrimStart((byte)'-');
            bool fits = value.Kind == CellKind.Missing || (value.Kind == CellKind.Whole ? Math.Abs(value.Number) < 1000
                : value.Kind == CellKind.Decimal && text.Length >= 5 && text[^4] == '.' && text.Length <= 7 && text[0] != '0');
            if (!fits)
            {
                return;
            }
        }

        int point = Array.FindIndex(cells.Values, value => value.Kind == CellKind.Decimal);
        throw context.Error(cells.Codes.IndexOf(point), cells.Name, $"{CellText.Show(cells.Text(point))} could be a decimal point or "
            + "thousands, as in every other cell of the column. Say it by `format: \"#\"` (a decimal point) or `format: \"#.##0\"` "
            + "(thousands) in a schema, or write plain numbers.");
    }

    private static TypedColumn Numbers(ColumnCells cells, ReadingContext context, CellForm? form)
    {
        if (form?.Time is TimeKind.Date or TimeKind.DateTime)
        {
            double latest = LatestDay * (form.Time == TimeKind.Date ? 1 : 86400);
            int far = Array.FindIndex(cells.Values, value => value.Kind != CellKind.Missing && value.Number > latest);
            if (far >= 0)
            {
                context.Log.Warn("Dates after 2100 (name the text as missing if it stands for no date: ‹missing›)",
                    $"{CellText.Show(cells.Name)} ({CellText.Show(cells.Text(far))})");
            }
        }

        Column column = Number(cells);
        ColumnFindings.OfNumbers(cells, column, context);
        ColumnRole role = ColumnFindings.IsIdentifier(column, context) ? ColumnRole.Id : ColumnRole.Covariate;
        form ??= column is ContinuousColumn { Decimals: null } ? Significance(cells) : null;
        if (form is { Time: TimeKind.None, Unit: { } unit })
        {
            context.Log.Note("Read as numbers with a unit", $"{CellText.Show(cells.Name)} ({unit})");
        }
        else if (form is not null && form.Time != TimeKind.None)
        {
            context.Log.Note("Read as numbers and written in their own form", $"{CellText.Show(cells.Name)} ({form.Pattern}, {form.Unit})");
        }

        return new TypedColumn(column, role) { Form = form };
    }

    private static TypedColumn Dates(ColumnCells cells, ReadingContext context, DateForm form)
    {
        cells.Replace([.. cells.Values.Select(value => value.Kind == CellKind.Missing ? value
            : form.TryRead(((int)value.Number).ToString(CultureInfo.InvariantCulture), out double days)
                ? new CellValue(CellKind.Whole, days) : value)]);
        return Numbers(cells, context, form);
    }

    private static TypedColumn Pair(ColumnCells cells, ReadingContext context, DressedColumn pair, CellValue[] second)
    {
        Column first = Number(cells);
        cells.Replace(second);
        Column other = Number(cells);
        context.Log.Note("Split into two columns, and joined again where rows are written", CellText.Show(cells.Name));
        return new TypedColumn(Renamed(first, cells.Name + ".1"), ColumnRole.Covariate)
        {
            Second = new TypedColumn(Renamed(other, cells.Name + ".2"), ColumnRole.Covariate),
            Between = pair.Between,
        };
    }

    internal static Column Renamed(Column column, string name) => column switch
    {
        IntegerColumn whole => new IntegerColumn(name, whole.Values, whole.MissingMask),
        ContinuousColumn real => new ContinuousColumn(name, real.Values, real.Decimals),
        BinaryColumn two => new BinaryColumn(name, two.Codes, two.Levels),
        _ => throw new InvalidOperationException("A pair is of numbers."),
    };

    // Numbers whose decimals are too many to be fixed, but that were rounded to so many digits.
    private static NumberForm? Significance(ColumnCells cells)
    {
        int most = 0;
        for (int entry = 0; entry < cells.Values.Length; entry++)
        {
            if (cells.Values[entry].Kind != CellKind.Missing)
            {
                most = Math.Max(most, CellValue.Significant(cells.Bytes(entry)));
                if (most > FewDigits)
                {
                    return null;
                }
            }
        }

        return Exponents(cells, most);
    }

    private static NumberForm? Exponents(ColumnCells cells, int digits)
    {
        NumberForm? form = null;
        for (int entry = 0; entry < cells.Values.Length; entry++)
        {
            if (cells.Values[entry].Kind == CellKind.Missing)
            {
                continue;
            }

            if (!NumberText.TryParse(cells.Text(entry).Trim(), '.', out NumberText text) || text.Exponent is null
                || (form is not null && (form.Exponent![0] != text.Exponent[0] || form.Decimals != text.Printed)))
            {
                return digits == 0 ? null : new NumberForm { Significant = digits };
            }

            string exponent = form is null || text.Exponent.Length < form.Exponent!.Length ? text.Exponent : form.Exponent;
            bool plus = exponent.Contains('+', StringComparison.Ordinal) || text.Exponent.Contains('+', StringComparison.Ordinal);
            form = new NumberForm { Decimals = text.Printed, Exponent = plus ? exponent.Replace('-', '+') : exponent };
        }

        return form;
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

    private static TypedColumn Text(ColumnCells cells, ReadingContext context, bool isCode)
    {
        string[] levels = ColumnMaker.DistinctTexts(cells);
        CategoricalColumn column = ColumnMaker.Levels(cells, levels, _ => new InvalidOperationException("A level is its own."));
        int present = column.Count - column.MissingCount;
        bool unique = levels.Length > 2 && levels.Length == present;
        bool isId = unique || (levels.Length > FewLevels && levels.Length > present / 2);
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
