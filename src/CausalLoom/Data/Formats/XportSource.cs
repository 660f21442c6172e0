using System.Buffers.Binary;
using System.Globalization;
using System.Text.Unicode;
using System.Text;
using CausalLoom.Data.Cells;
using CausalLoom.Io;

namespace CausalLoom.Data.Formats;

/// <summary>
/// Reads a SAS transport file of version 5 or 8 that holds one data set. Numbers in a date, date-time or time format become such texts;
/// special missing values stay apart. Text is UTF-8, or Latin-1 where it is not.
/// </summary>
internal sealed class XportSource : ICellSource
{
    private const string FormatName = "SAS transport (XPT)";
    private const int LongestRow = 1 << 26;
    private const double SecondsPerDay = 86400;
    private readonly Stream _stream;
    private readonly string _source;
    private readonly bool _isLong;
    private readonly byte[] _record = new byte[XportLayout.RecordBytes];
    private readonly List<Variable> _variables = [];
    private readonly byte[] _row;
    private readonly byte[] _blankRow;
    private readonly CellBuffer _cells;
    private int _used = XportLayout.RecordBytes;
    private int _rest;
    private long _blanks;
    private bool _hasRow;
    private long _rows;

    /// <summary>Reads the head of a file.</summary>
    /// <param name="stream">The file; left open.</param>
    /// <param name="source">What it is called.</param>
    public XportSource(Stream stream, string source)
    {
        (_stream, _source) = (stream, source);
        Demand(NextRecord(), "it is empty");
        _isLong = XportLayout.IsHeader(_record, "LIBV8");
        Demand(_isLong || XportLayout.IsHeader(_record, "LIBRARY"), "it does not begin as one; what PROC CPORT writes is none, "
            + "the engine xport and haven::write_xpt write them");
        Skip(2);
        Expect(_isLong ? "MEMBV8" : "MEMBER");
        int descriptorBytes = Number(74, 4);
        Demand(descriptorBytes is XportLayout.DescriptorBytes or XportLayout.ShortDescriptorBytes,
            "its variables are not described as known");
        Expect(_isLong ? "DSCPTV8" : "DSCRPTR");
        Skip(2);
        Expect(_isLong ? "NAMSTV8" : "NAMESTR");
        ReadVariables(Number(53, 5), descriptorBytes);
        Demand(NextRecord(), "it ends before its rows");
        ReadLongLabels();
        Demand(XportLayout.IsHeader(_record, _isLong ? "OBSV8" : "OBS"), "the header of its rows is not where it should be");
        Columns = FormatErrors.Named(source, [.. _variables.Select(v => v.Column)]);
        _row = new byte[RowBytes()];
        _blankRow = [.. Enumerable.Repeat((byte)' ', _row.Length)];
        _cells = new CellBuffer(_variables.Count);
    }

    /// <inheritdoc />
    public IReadOnlyList<CellColumn> Columns { get; }

    /// <inheritdoc />
    public long Line => 0;

    /// <inheritdoc />
    public bool Read()
    {
        if (_blanks == 0 && !_hasRow && !ReadAhead())
        {
            return false;
        }

        bool blank = _blanks > 0;
        (_blanks, _hasRow) = blank ? (_blanks - 1, _hasRow) : (0, false);
        _rows++;
        Show(blank ? _blankRow : _row);
        return true;
    }

    /// <inheritdoc />
    public ReadOnlySpan<byte> Cell(int column) => _cells[column];

    /// <inheritdoc />
    public void Dispose()
    {
    }

    // The last record is filled up with blanks: blank rows at the end are rows only where they are more than it takes.
    private bool ReadAhead()
    {
        while (_hasRow = Fill())
        {
            if (_row.AsSpan().IndexOfAnyExcept((byte)' ') >= 0)
            {
                return true;
            }

            _blanks++;
        }

        _blanks -= Math.Min(_blanks, (XportLayout.RecordBytes - 1 - _rest) / _row.Length);
        return _blanks > 0;
    }

    private bool Fill()
    {
        int have = 0;
        while (have < _row.Length)
        {
            if (_used == XportLayout.RecordBytes)
            {
                if (!NextRecord())
                {
                    Demand(have < XportLayout.RecordBytes && _row.AsSpan(0, have).IndexOfAnyExcept((byte)' ') < 0,
                        string.Create(CultureInfo.InvariantCulture, $"it is cut within row {_rows + _blanks + 1}"));
                    _rest = have;
                    return false;
                }

                if (XportLayout.IsHeader(_record, "MEMBER") || XportLayout.IsHeader(_record, "MEMBV8"))
                {
                    throw new CausalLoomException($"{_source} holds more than one data set: write each to a file of its own.");
                }

                _used = 0;
            }

            int part = Math.Min(_row.Length - have, XportLayout.RecordBytes - _used);
            _record.AsSpan(_used, part).CopyTo(_row.AsSpan(have));
            (have, _used) = (have + part, _used + part);
        }

        return true;
    }

    private void Show(ReadOnlySpan<byte> row)
    {
        _cells.Clear();
        foreach (Variable variable in _variables)
        {
            ReadOnlySpan<byte> field = row.Slice(variable.Position, variable.Length);
            if (!variable.IsNumber)
            {
                ShowText(field.TrimEnd(" \0"u8));
            }
            else if (IbmFloat.Missing(field) is not '\0' and char letter)
            {
                _cells.Add(letter == '.' ? default : (ReadOnlySpan<byte>)[(byte)'.', (byte)letter]);
            }
            else
            {
                ShowNumber(variable, IbmFloat.Read(field));
            }
        }
    }

    private void ShowText(ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
        {
            _cells.Add(text);
        }
        else
        {
            _cells.Add(Encoding.Latin1.GetString(text));
        }
    }

    private void ShowNumber(Variable variable, double number)
    {
        double days = number - SasFormat.EpochDays;
        switch (variable.Kind)
        {
            case OutKind.Date when number == Math.Floor(number) && OutTime.IsDay(days):
                _cells.AddDate(OutTime.Day(days));
                break;
            case OutKind.DateTime when OutTime.IsSecond(number - (SasFormat.EpochDays * SecondsPerDay)):
                _cells.AddDateTime(OutTime.Second(number - (SasFormat.EpochDays * SecondsPerDay)));
                break;
            case OutKind.Time when Math.Abs(number) <= OutTime.LongestSpan:
                _cells.AddTime(OutTime.Ticks(number));
                break;
            case OutKind.Number:
                _cells.AddNumber(number);
                break;
            default:
                throw new CausalLoomException(string.Create(CultureInfo.InvariantCulture, $"{_source}, row {_rows}, column "
                    + $"{CellText.Show(variable.Column.Name)}: {number:R} is no value that the format {variable.Column.Format} can show."));
        }
    }

    private void ReadVariables(int count, int bytesEach)
    {
        byte[] descriptor = new byte[bytesEach];
        long read = 0;
        for (int i = 0; i < count; i++, read += bytesEach)
        {
            Demand(_stream.ReadAtLeast(descriptor, bytesEach, throwOnEndOfStream: false) == bytesEach, "it ends within its variables");
            _variables.Add(ReadVariable(descriptor));
        }

        int padding = XportLayout.Padding(read);
        Demand(_stream.ReadAtLeast(_record.AsSpan(0, padding), padding, throwOnEndOfStream: false) == padding,
            "it ends within its variables");
    }

    private Variable ReadVariable(ReadOnlySpan<byte> d)
    {
        bool isNumber = BinaryPrimitives.ReadInt16BigEndian(d) == 1;
        int length = BinaryPrimitives.ReadUInt16BigEndian(d[4..]);
        string name = Text(_isLong ? d.Slice(88, XportLayout.LongNameBytes) : d.Slice(8, XportLayout.NameBytes));
        Demand(length is >= 2 and <= 8 || (!isNumber && length is > 0 and <= XportLayout.LongTextBytes),
            string.Create(CultureInfo.InvariantCulture, $"its variable {CellText.Show(name)} has {length} bytes"));
        string label = Text(d.Slice(16, XportLayout.LabelBytes));
        SasFormat format = new(Text(d.Slice(56, XportLayout.NameBytes)), BinaryPrimitives.ReadUInt16BigEndian(d[64..]),
            BinaryPrimitives.ReadUInt16BigEndian(d[66..]));
        CellColumn column = new(name)
        {
            Label = label.Length == 0 ? null : label,
            Format = format is { Name: "", Width: 0, Decimals: 0 } ? null : format.ToString(),
        };
        return new Variable(column, isNumber, isNumber ? format.Kind : OutKind.Text, BinaryPrimitives.ReadInt32BigEndian(d[84..]), length);
    }

    // Version 8 keeps labels of more than 40 bytes, or names of more than 8 with labels, and long format names in records of their own.
    private void ReadLongLabels()
    {
        bool hasFormats = XportLayout.IsHeader(_record, "LABELV9");
        if (!_isLong || (!hasFormats && !XportLayout.IsHeader(_record, "LABELV8")))
        {
            return;
        }

        int count = Number(48, 32);
        long read = 0;
        Span<byte> head = stackalloc byte[hasFormats ? 10 : 6];
        for (int i = 0; i < count; i++)
        {
            ReadExactly(head);
            int number = BinaryPrimitives.ReadUInt16BigEndian(head), name = BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
            int label = BinaryPrimitives.ReadUInt16BigEndian(head[4..]);
            int formats = !hasFormats ? 0
                : BinaryPrimitives.ReadUInt16BigEndian(head[6..]) + BinaryPrimitives.ReadUInt16BigEndian(head[8..]);
            byte[] texts = new byte[name + label + formats];
            ReadExactly(texts);
            read += head.Length + texts.Length;
            Demand(number >= 1 && number <= _variables.Count, "a label belongs to no variable");
            Variable variable = _variables[number - 1];
            _variables[number - 1] = variable with { Column = variable.Column with { Label = Text(texts.AsSpan(name, label)) } };
        }

        int padding = XportLayout.Padding(read);
        ReadExactly(_record.AsSpan(0, padding));
        Demand(NextRecord(), "it ends before its rows");
    }

    private int RowBytes()
    {
        long end = 0, sum = 0;
        foreach (Variable variable in _variables)
        {
            Demand(variable.Position >= 0, "a variable lies outside its row");
            end = Math.Max(end, (long)variable.Position + variable.Length);
            sum += variable.Length;
        }

        Demand(end == sum && end <= LongestRow, "its variables do not fill its rows");
        return (int)end;
    }

    private bool NextRecord()
    {
        int read = _stream.ReadAtLeast(_record, _record.Length, throwOnEndOfStream: false);
        Demand(read is 0 or XportLayout.RecordBytes, "it is cut: its length is no multiple of 80 bytes");
        return read > 0;
    }

    private void ReadExactly(Span<byte> target) =>
        Demand(_stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) == target.Length, "it ends within its labels");

    private void Skip(int records)
    {
        for (int i = 0; i < records; i++)
        {
            Demand(NextRecord(), "it ends within its head");
        }
    }

    private void Expect(string kind) => Demand(NextRecord() && XportLayout.IsHeader(_record, kind),
        $"its header {kind} is not where it should be");

    private int Number(int at, int digits)
    {
        int number = 0;
        Demand(int.TryParse(_record.AsSpan(at, digits), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture, out number), "a number in its head is none");
        return number;
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.TrimEnd(" \0"u8);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
    }

    private void Demand(bool holds, string problem)
    {
        if (!holds)
        {
            throw FormatErrors.Damaged(_source, FormatName, problem);
        }
    }

    private sealed record Variable(CellColumn Column, bool IsNumber, OutKind Kind, int Position, int Length);
}
