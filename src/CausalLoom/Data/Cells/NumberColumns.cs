using System.Globalization;
using CausalLoom.Io;

namespace CausalLoom.Data.Cells;

/// <summary>Makes columns of cells that are all numbers: of which type, with how many decimals or digits, in which form.</summary>
internal static class NumberColumns
{
    private const int MaxDecimals = 6;
    private const int FewDigits = 9;
    private const int FewPoints = 10;

    // 2100-12-31 in days since 1970-01-01.
    private const double LatestDay = 47846;

    // Plain numbers of which most are different: taken as they were read. Null where their digits are few and may have a form.
    internal static TypedColumn? Lane(ColumnCells cells, NumberLane lane, ReadingContext context)
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

    // 6.349, 12.548 and 581: three digits behind every point, and whole numbers below a thousand without one.
    internal static void RefusePointsThatMayBeThousands(ColumnCells cells, ReadingContext context)
    {
        if (cells.Count(CellKind.Decimal) < FewPoints || cells.Count(CellKind.Whole) == 0)
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

    internal static TypedColumn Numbers(ColumnCells cells, ReadingContext context, CellForm? form)
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

    internal static TypedColumn Dates(ColumnCells cells, ReadingContext context, DateForm form)
    {
        cells.Replace([.. cells.Values.Select(value => value.Kind == CellKind.Missing ? value
            : form.TryRead(((int)value.Number).ToString(CultureInfo.InvariantCulture), out double days)
                ? new CellValue(CellKind.Whole, days) : value)]);
        return Numbers(cells, context, form);
    }

    internal static TypedColumn Pair(ColumnCells cells, ReadingContext context, DressedColumn pair, CellValue[] second)
    {
        Column first = Number(cells);
        cells.Replace(second);
        Column other = Number(cells);
        context.Log.Note("Split into two columns, and joined again where rows are written", CellText.Show(cells.Name));
        return new TypedColumn(Renamed(first, cells.Name + ".1"), ColumnRole.Covariate)
        {
            Form = pair.PartForms.First,
            Second = new TypedColumn(Renamed(other, cells.Name + ".2"), ColumnRole.Covariate) { Form = pair.PartForms.Second },
            Between = pair.Between,
            After = pair.After,
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

    internal static Column Number(ColumnCells cells)
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
}
