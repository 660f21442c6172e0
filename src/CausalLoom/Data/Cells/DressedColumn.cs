using System.Globalization;
using CausalLoom.Io;

namespace CausalLoom.Data.Cells;

/// <summary>
/// Understands a column that is not plain numbers throughout: numbers in another dress, with limits of measurement, codes for missing
/// values, dates, times, pairs. What fits nothing is text where the column is text, and otherwise refused, or with
/// <see cref="CsvOptions.Lenient"/> set to missing and named.
/// </summary>
internal sealed class DressedColumn
{
    // Numbers with this many different values are measurements: text among them is an odd cell, not a level.
    private const int FewNumbers = 10;
    private const int FewestShares = 6;
    private const double NearlyAll = 0.95;
    private const double Half = 0.5;
    private const double Dominant = 0.8;

    private readonly ColumnCells _cells;
    private readonly ReadingContext _context;
    private readonly int[] _rows;
    private readonly List<OddCell> _odd = [];
    private int _plainRows;

    private DressedColumn(ColumnCells cells, ReadingContext context)
    {
        _cells = cells;
        _context = context;
        _rows = cells.RowsOfEntry();
        char? point = context.CommaColumn is not null ? ',' : null;
        for (int entry = 0; entry < cells.Values.Length; entry++)
        {
            CellValue value = cells.Values[entry];
            if (value.IsNumber)
            {
                _plainRows += _rows[entry];
            }
            else if (value.Kind != CellKind.Missing)
            {
                _odd.Add(OddCell.Of(entry, cells.Text(entry), _rows[entry], point));
            }
        }
    }

    /// <summary>Gets the form of the numbers, or null where they are plain.</summary>
    public CellForm? Form { get; private set; }

    /// <summary>Gets the second numbers of pairs by entry, or null.</summary>
    public CellValue[]? Second { get; private set; }

    /// <summary>Gets what is between the numbers of a pair.</summary>
    public string Between { get; private set; } = string.Empty;

    /// <summary>Gets the forms of a pair's numbers: so many decimals, where all have as many.</summary>
    public (NumberForm? First, NumberForm? Second) PartForms { get; private set; }

    /// <summary>Gets what is behind the second number of a pair, such as a unit.</summary>
    public string After { get; private set; } = string.Empty;

    /// <summary>Reads a column's cells as numbers in place; null where it is text.</summary>
    public static DressedColumn? Read(ColumnCells cells, ReadingContext context)
    {
        DressedColumn column = new(cells, context);
        return column.Dates() || column.Times() || column.Pairs() || column.Numbers() ? column : null;
    }

    private int RowsOf(params OddKind[] kinds) => _odd.Where(o => kinds.Contains(o.Kind)).Sum(o => o.Rows);

    private bool Dates()
    {
        List<OddCell> texts = [.. _odd.Where(o => o.Kind is OddKind.Text or OddKind.Number)];
        int all = texts.Sum(o => o.Rows);
        if (texts.Count < 3 || all * NearlyAll < all - _plainRows && _plainRows > all || _plainRows > all / 5
            || DateForms.Of([.. texts.Select(o => o.Text)], out DateForm? other) is not { } form)
        {
            RefuseYearsOfTwoDigits(texts);
            return false;
        }

        if (other is not null)
        {
            throw _context.Error(_cells.Codes.IndexOf(texts[0].Entry), _cells.Name, $"{CellText.Show(texts[0].Text)} could be "
                + $"{form.Pattern} or {other.Pattern}, like all dates of the column. Say which by `format:` in a schema, or leave the "
                + "column out.");
        }

        return Take(form, texts, TimeKindOf(form));
    }

    // 01-Jan-42 is 1942 or 2042.
    private void RefuseYearsOfTwoDigits(List<OddCell> texts)
    {
        if (texts.Count >= 3 && _plainRows == 0 && DateForms.OfTwoDigits([.. texts.Select(o => o.Text)]) is { } form)
        {
            throw _context.Error(_cells.Codes.IndexOf(texts[0].Entry), _cells.Name, $"{CellText.Show(texts[0].Text)} is a date with a year "
                + $"of two digits. Write four, or say `format: {form.Pattern}` in a schema (69 to 99 are 1969 to 1999, 00 to 68 are 2000 "
                + "to 2068), or leave the column out.");
        }
    }

    private static CellKind TimeKindOf(DateForm form) => form.Decimals > 0 ? CellKind.Decimal : CellKind.Whole;

    private bool Times()
    {
        int clocks = RowsOf(OddKind.Clock), durations = RowsOf(OddKind.Duration), texts = RowsOf(OddKind.Text, OddKind.Pair);
        if (clocks > 0 && _plainRows == 0 && clocks > texts + durations)
        {
            List<OddCell> cells = [.. _odd.Where(o => o.Kind == OddKind.Clock)];
            return TimeForms.OfClocks([.. cells.Select(o => o.Text)], Refuse) is { } times && Take(times, cells, CellKind.Whole);

            CausalLoomException Refuse(string text, string problem) => _context.Error(
                _cells.Codes.IndexOf(cells.Find(o => o.Text == text)!.Entry), _cells.Name, problem);
        }

        List<OddCell> lengths = [.. _odd.Where(o => o.Kind is OddKind.Duration or OddKind.Number)];
        int? kind = lengths.Where(o => o.Kind == OddKind.Duration).Select(o => PartsForm.Split(o.Text)![0].Unit.Kind).Cast<int?>()
            .GroupBy(one => one).MaxBy(group => group.Count())?.Key;
        lengths.RemoveAll(o => PartsForm.Split(o.Text, kind) is null);
        if (durations == 0 || _plainRows > 0 || lengths.Sum(o => o.Rows) <= texts)
        {
            return false;
        }

        var split = lengths.ConvertAll(o => PartsForm.Split(o.Text, kind)!);
        if (split.FindIndex(parts => parts.Exists(p => p.Amount != Math.Truncate(p.Amount))) is >= 0 and var broken)
        {
            // Of one unit these are numbers with a unit.
            return split.Exists(parts => parts.Count > 1) ? throw _context.Error(_cells.Codes.IndexOf(lengths[broken].Entry), _cells.Name,
                $"{CellText.Show(lengths[broken].Text)} has a part that is not whole. Give all amounts in one unit, or leave the column "
                + "out.") : false;
        }

        return TimeForms.OfAmounts(split) is { } form && Take(form, lengths, CellKind.Whole);
    }

    private bool Pairs()
    {
        List<OddCell> pairs = [.. _odd.Where(o => o.Kind == OddKind.Pair)];
        int rows = pairs.Sum(o => o.Rows);
        if (Shares(pairs))
        {
            return true;
        }

        bool measured = pairs.Count >= FewNumbers && pairs.Exists(o => o.Pair.First >= 10 || o.Pair.Second >= 10)
            && pairs.DistinctBy(o => o.Pair.First).Count() > 2 && pairs.DistinctBy(o => o.Pair.Second).Count() > 2;
        if (!measured || _plainRows > 0 || rows <= RowsOf(OddKind.Text, OddKind.Clock, OddKind.Duration, OddKind.Number))
        {
            return false;
        }

        // What is between them and behind them is the same throughout; others do not fit.
        var most = pairs.GroupBy(o => (o.Pair.Between, o.Pair.After)).MaxBy(group => group.Sum(o => o.Rows))!;
        HashSet<int> read = [.. most.Select(o => o.Entry)];
        Settle(read);
        CellValue[] first = [.. _cells.Values], second = [.. _cells.Values];
        foreach (OddCell odd in _odd)
        {
            first[odd.Entry] = second[odd.Entry] = new CellValue(CellKind.Missing);
            if (read.Contains(odd.Entry))
            {
                first[odd.Entry] = Plain(odd.Pair.First, odd.Pair.FirstDecimals);
                second[odd.Entry] = Plain(odd.Pair.Second, odd.Pair.SecondDecimals);
            }
        }

        (Second, Between, After) = (second, most.Key.Between, most.Key.After);
        PartForms = (Fixed(most.Select(o => o.Pair.FirstDecimals)), Fixed(most.Select(o => o.Pair.SecondDecimals)));
        _cells.Replace(first);
        return true;
    }

    private static NumberForm? Fixed(IEnumerable<int> decimals)
    {
        int[] all = [.. decimals.Distinct()];
        return all is [> 0 and var one] ? new NumberForm { Decimals = one } : null;
    }

    // 59/100 and 4/10 throughout are numbers out of as many.
    private bool Shares(List<OddCell> pairs)
    {
        if (pairs.DistinctBy(o => o.Pair.First).Count() < FewestShares || _plainRows > 0 || pairs.Exists(o => o.Pair.Between != "/")
            || pairs.DistinctBy(o => (o.Pair.Second, o.Pair.After)).Count() > 1 || pairs.Exists(o => o.Pair.First > o.Pair.Second)
            || pairs.Sum(o => o.Rows) <= RowsOf(OddKind.Text, OddKind.Clock, OddKind.Duration, OddKind.Number))
        {
            return false;
        }

        string first = pairs[0].Text;
        return CellForm.Parse("#" + first[first.IndexOf('/', StringComparison.Ordinal)..]) is { } form
            && Take(form, pairs, pairs.Exists(o => o.Pair.FirstDecimals > 0) ? CellKind.Decimal : CellKind.Whole);
    }

    private bool Numbers()
    {
        List<OddCell> dressed = [.. _odd.Where(o => o.Kind == OddKind.Number)], limits = [.. _odd.Where(o => o.Kind == OddKind.Limit)];
        int numbers = _plainRows + dressed.Sum(o => o.Rows) + limits.Sum(o => o.Rows);
        int others = RowsOf(OddKind.Text, OddKind.Clock, OddKind.Duration, OddKind.Pair);
        int distinct = _cells.Values.Where(v => v.IsNumber).Select(v => v.Number).Concat(dressed.Select(o => o.Number.Number))
            .Distinct().Take(FewNumbers + 1).Count();
        if (numbers == 0 || numbers == limits.Sum(o => o.Rows) || (dressed.Count + limits.Count > 0 && distinct + limits.Count <= 2))
        {
            return false;
        }

        bool measured = distinct > FewNumbers ? others <= Half * (numbers + others) : others <= (1 - NearlyAll) * (numbers + others);
        bool codes = others > 0 && measured && LooksLikeNames(others, numbers);
        if (!measured || codes || (dressed.Count > 0 && !OneDress(dressed, distinct)))
        {
            return false;
        }

        RefuseCodesThatAreMany(numbers);
        if (limits.Count(o => o.Text.EndsWith('+')) > 1)
        {
            // 1+, 2+, 3+ are grades.
            return false;
        }

        Form = dressed.Count > 0 ? Dress(dressed) : null;
        if (Form is NumberForm { Minus: '(' })
        {
            _context.Log.Warn("Numbers in brackets are read as negative (declare the column categorical if they are not)",
                CellText.Show(_cells.Name));
        }

        HashSet<int> read = [.. dressed.Select(o => o.Entry), .. limits.Select(o => o.Entry)];
        Settle(read);
        CellValue[] values = [.. _cells.Values];
        foreach (OddCell odd in _odd)
        {
            values[odd.Entry] = odd.Kind == OddKind.Number ? Plain(odd.Number.Number, odd.Number.Exponent is null ? odd.Number.Printed : -1)
                : new CellValue(CellKind.Missing);
        }

        if (limits.Count > 0)
        {
            new LimitReader(_cells, _context).Read(limits, values, Form, out LimitForm form);
            Form = form;
        }

        _cells.Replace(values);
        return true;
    }

    // Where a number differs in every row and a good part of the cells holds letters too, they name things.
    private bool LooksLikeNames(int others, int numbers) => others >= 0.05 * (numbers + others)
        && _odd.Where(o => o.Kind == OddKind.Text).All(o => o.Rows == 1 && o.Text.Any(char.IsAsciiDigit))
        && Enumerable.Range(0, _rows.Length).All(e => _rows[e] <= 1 || _cells.Values[e].Kind == CellKind.Missing)
        && Array.TrueForAll(_cells.Values, v => !v.IsNumber || v.Kind != CellKind.Decimal);

    private void RefuseCodesThatAreMany(int numbers)
    {
        int missing = RowsOf(OddKind.MissingCode);
        if (missing > numbers)
        {
            OddCell code = _odd.First(o => o.Kind == OddKind.MissingCode);
            throw _context.Error(_cells.Codes.IndexOf(code.Entry), _cells.Name, $"{CellText.Show(code.Text)} is no number, and more cells "
                + $"hold such a text ({missing}) than a number ({numbers}). If it means missing, name it "
                + $"({code.AsMissing}); if it is a "
                + "level, declare the column categorical in a schema; else leave the column out.");
        }
    }

    // One unit throughout; else text where they are few, or refused with both named.
    private bool OneDress(List<OddCell> dressed, int distinct)
    {
        // kg and KG are one unit, mU and MU are not.
        static string Sort(OddCell o) => o.Number.Prefix.Trim().ToUpperInvariant() + "\0" + (o.Number.Suffix.Trim() is ['m' or 'M',
            ..] and var unit
            ? unit[..1] + unit[1..].ToUpperInvariant() : o.Number.Suffix.Trim().ToUpperInvariant());
        var kinds = dressed.GroupBy(Sort).Select(g => (Cell: g.First(), Rows: g.Sum(o => o.Rows), Named: g.Key.Length > 1)).ToList();
        int plain = _plainRows + kinds.Where(k => !k.Named).Sum(k => k.Rows);
        var named = kinds.FindAll(k => k.Named);
        if (named.Count == 0 || (named.Count == 1 && plain == 0))
        {
            RefuseAmbiguous(dressed);
            return true;
        }

        bool units = named.TrueForAll(k => UnitText(k.Cell).Length > 1 || !char.IsAsciiLetter(UnitText(k.Cell)[0])
            || k.Cell.Number.Suffix.StartsWith(' '));
        int most = named.Max(k => k.Rows);
        if (distinct <= FewNumbers || !(units || most >= Dominant * (plain + named.Sum(k => k.Rows))))
        {
            return false;
        }

        named.Sort((a, b) => b.Rows.CompareTo(a.Rows));
        OddCell first = named[0].Cell;
        string one = $"{CellText.Show(UnitText(first))} in {Where(first)}";
        int bare = _cells.FirstRow(value => value.IsNumber);
        string two = named.Count > 1 ? $"{CellText.Show(UnitText(named[1].Cell))} in {Where(named[1].Cell)}"
            : bare >= 0 ? $"none in {_context.Where(bare)}" : "none elsewhere";
        throw _context.Error(_cells.Codes.IndexOf(first.Entry), _cells.Name,
            $"the units differ: {one}, {two}. Give all numbers in one unit, "
            + "or leave the column out.");
    }

    private static string UnitText(OddCell odd) => odd.Number.Suffix.Trim() is { Length: > 0 } unit ? unit : odd.Number.Prefix.Trim();

    // "1,234" alone may be a decimal comma: another cell must show that it is not.
    private void RefuseAmbiguous(List<OddCell> dressed)
    {
        if (dressed.Find(o => o.Number.IsAmbiguous) is { } unclear && !dressed.Exists(o => !o.Number.IsAmbiguous && o.Number.Group == ','))
        {
            throw _context.Error(_cells.Codes.IndexOf(unclear.Entry), _cells.Name,
                $"{CellText.Show(unclear.Text)} could be a decimal comma "
                + "or thousands. Write numbers with a decimal point and nothing between thousands, say it by `format:` in a schema, or "
                + "declare the column categorical there.");
        }

        if (dressed.Find(o => o.Number.Group == '.') is { } dotted && _cells.Count(CellKind.Decimal) > 0)
        {
            int plain = _cells.FirstRow(value => value.Kind == CellKind.Decimal);
            throw _context.Error(plain, _cells.Name, $"{CellText.Show(_cells.TextAt(plain))} could be a decimal point or thousands, as in "
                + $"{CellText.Show(dotted.Text)}. Write numbers with a decimal point and nothing between thousands.");
        }

        if (dressed.Find(o => o.Number.Point == ',') is { } comma && (dressed.Exists(o => o.Number.Point == '.')
            || _cells.Count(CellKind.Decimal) > 0))
        {
            throw _context.Error(_cells.Codes.IndexOf(comma.Entry), _cells.Name,
                $"{CellText.Show(comma.Text)} has a decimal comma, and the "
                + "file has points or separators that are commas. Use one decimal sign throughout.");
        }
    }

    private NumberForm Dress(List<OddCell> dressed)
    {
        OddCell most = dressed.MaxBy(o => o.Rows + (o.Number.Group is null ? 0 : 0.5))!;
        char? group = dressed.Select(o => o.Number.Group).FirstOrDefault(g => g is not null);
        char? minus = dressed.Select(o => o.Number.Minus).FirstOrDefault(m => m is not null);
        bool plainNegative = Array.Exists(_cells.Values, v => v.IsNumber && v.Number < 0);
        int[] printed = [.. dressed.Select(o => o.Number.Printed).Concat(PlainDecimals()).Distinct()];
        string? exponent = dressed.Select(o => o.Number.Exponent).FirstOrDefault(e => e is not null);
        return new NumberForm
        {
            Prefix = most.Number.Prefix,
            Suffix = most.Number.Suffix,
            Group = group,
            Minus = plainNegative ? '-' : minus ?? '-',
            Point = dressed.Exists(o => o.Number.Point == ',') ? ',' : '.',
            Decimals = printed.Length == 1 ? printed[0] : null,
            Exponent = exponent is not null && dressed.TrueForAll(o => o.Number.Exponent is not null) && _plainRows == 0 ? exponent : null,
        };
    }

    private IEnumerable<int> PlainDecimals()
    {
        for (int entry = 0; entry < _cells.Values.Length; entry++)
        {
            if (_cells.Values[entry].IsNumber)
            {
                string text = _cells.Text(entry).Trim();
                int point = text.IndexOf('.', StringComparison.Ordinal);
                yield return point < 0 ? 0 : text.Length - point - 1;
            }
        }
    }

    private bool Take(CellForm form, List<OddCell> cells, CellKind kind)
    {
        // A plain number among dates or times, such as a spreadsheet's day count, fits them no more than a word does.
        for (int entry = 0; entry < _rows.Length; entry++)
        {
            if (_cells.Values[entry].IsNumber)
            {
                _odd.Add(new OddCell(entry, _cells.Text(entry).Trim(), _rows[entry], OddKind.Text));
            }
        }

        CellValue[] values = [.. _cells.Values];
        HashSet<int> read = [];
        foreach (OddCell odd in cells)
        {
            if (form.TryRead(odd.Text, out double number))
            {
                values[odd.Entry] = new CellValue(kind, number, kind == CellKind.Whole ? 0 : 3);
                read.Add(odd.Entry);
            }
        }

        Form = form;
        Settle(read);
        foreach (OddCell odd in _odd.Where(o => !read.Contains(o.Entry)))
        {
            values[odd.Entry] = new CellValue(CellKind.Missing);
        }

        for (int entry = 0; entry < values.Length; entry++)
        {
            values[entry] = _cells.Values[entry].IsNumber ? new CellValue(CellKind.Missing) : values[entry];
        }

        _cells.Replace(values);
        return true;
    }

    // Says what becomes missing; what is neither read nor a code is refused unless the reader is lenient.
    private void Settle(HashSet<int> read)
    {
        List<OddCell> left = [.. _odd.Where(o => !read.Contains(o.Entry))];
        List<OddCell> unknown = [.. left.Where(o => o.Kind != OddKind.MissingCode).OrderBy(o => _cells.Codes.IndexOf(o.Entry))];
        if (unknown.Count > 0 && !_context.Lenient)
        {
            int rows = unknown.Sum(o => o.Rows), shown = Math.Min(unknown.Count, 3);
            string others = unknown.Count == 1 ? string.Empty
                : $" (others: {string.Join(", ", unknown.Skip(1).Take(shown - 1).Select(o => CellText.Show(o.Text)))}"
                    + $"{(unknown.Count > shown ? ", …" : "")})";
            string all = rows == 1 ? "the only such cell" : Invariant($"{rows} such cells");
            throw _context.Error(_cells.Codes.IndexOf(unknown[0].Entry), _cells.Name, $"{CellText.Show(unknown[0].Text)} does not fit a "
                + $"column of {What()}: {all}{others}. If it means missing, name it ({unknown[0].AsMissing}) or set such cells to "
                + "missing (‹lenient›); else mend the cell, declare the column categorical in a schema, or leave it out.");
        }

        foreach (OddCell odd in left)
        {
            string rows = Invariant($"{CellText.Show(odd.Text)} in {odd.Rows} row{(odd.Rows == 1 ? "" : "s")}, first in {Where(odd)}");
            _context.Log.Warn(odd.Kind == OddKind.MissingCode ? "Read as missing" : "Fits no reading, so set to missing (‹lenient›)",
                $"{CellText.Show(_cells.Name)} ({rows})");
        }
    }

    private string What() => Form is null && _odd.Exists(o => o.Kind == OddKind.Pair) ? "pairs"
        : Form?.Time is TimeKind.Date or TimeKind.DateTime ? "dates" : Form?.Time == TimeKind.Duration ? "times" : "numbers";

    private string Where(OddCell odd) => _context.Where(_cells.Codes.IndexOf(odd.Entry));

    private static CellValue Plain(double number, int decimals) => new(decimals == 0 && number == Math.Truncate(number) ? CellKind.Whole
        : CellKind.Decimal, number, decimals);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
