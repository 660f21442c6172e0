using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using CausalLoom.Io;

namespace CausalLoom.Data.Formats;

/// <summary>
/// Writes a SAS transport file: version 5, or version 8 where a name is longer than 8 characters, a label than 40 or a text than 200
/// bytes. Time stamps are fixed, so that the same rows are the same bytes.
/// </summary>
internal sealed class XportSink(Stream stream, string path, Schema? schema) : ITableSink
{
    private const string FormatName = "SAS transport (XPT)";
    private const string Stamp = "01JAN60:00:00:00";

    // Of a text that is made of numbers (a unit, a pair, a limit) the longest is not known before the last row.
    private const int OpenTextBytes = 40;
    private const long LargestWhole = 1L << 53;
    private OutColumn[] _columns = [];
    private Variable[] _variables = [];
    private byte[] _row = [];
    private long _rows;
    private long _blankRows;

    /// <inheritdoc />
    public void Append(Table block)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (_variables.Length == 0)
        {
            Begin(block);
        }

        OutCells[] cells = OutColumn.Cells(_columns, block, schema);
        for (int i = 0; i < block.Rows; i++)
        {
            _rows++;
            _row.AsSpan().Fill((byte)' ');
            for (int j = 0; j < cells.Length; j++)
            {
                Write(_variables[j], cells[j], i);
            }

            _blankRows = _row.AsSpan().IndexOfAnyExcept((byte)' ') < 0 ? _blankRows + 1 : 0;
            stream.Write(_row);
        }
    }

    /// <inheritdoc />
    public void Complete()
    {
        int padding = XportLayout.Padding(_rows * _row.Length);
        if (_blankRows > 0 && _row.Length < XportLayout.RecordBytes)
        {
            throw new CausalLoomException($"{FormatName} cannot hold a last row whose texts are all missing: it looks like the filling of "
                + $"the last record. Write .csv, .parquet or .json instead.");
        }

        Fill(padding);
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }

    private void Begin(Table block)
    {
        OutColumn[] columns = _columns = OutColumn.Of(block, schema, hasMissingKinds: true);
        int[] lengths = [.. columns.Select(Length)];
        bool isLong = columns.Any(c => c.Name.Length > XportLayout.NameBytes || Bytes(c.Label) > XportLayout.LabelBytes)
            || lengths.Any(length => length > XportLayout.TextBytes);
        int position = 0;
        _variables = new Variable[columns.Length];
        for (int j = 0; j < columns.Length; j++)
        {
            Check(columns[j]);
            _variables[j] = new Variable(columns[j], FormatOf(columns[j]), position, lengths[j]);
            position += lengths[j];
        }

        _row = new byte[position];
        WriteHead(isLong);
    }

    private static int Length(OutColumn column) => column.Kind != OutKind.Text ? 8
        : column.Levels is null ? OpenTextBytes : Math.Max(1, column.Levels.Select(Bytes).DefaultIfEmpty(1).Max());

    private static int Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);

    private static void Check(OutColumn column)
    {
        if (Length(column) > XportLayout.LongTextBytes)
        {
            throw new CausalLoomException($"{FormatName} cannot hold column {CellText.Show(column.Name)}: it has a text of more than "
                + FormattableString.Invariant($"{XportLayout.LongTextBytes} bytes. Write .parquet or .json instead."));
        }

        bool proper = column.Name.Length <= XportLayout.LongNameBytes && !char.IsAsciiDigit(column.Name[0])
            && column.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (!proper)
        {
            throw new CausalLoomException($"{FormatName} cannot hold a column called {CellText.Show(column.Name)}: a name there has up to "
                + $"32 letters, digits and _, and no digit first. Write .parquet or .json instead.");
        }
    }

    private static SasFormat? FormatOf(OutColumn column) => column.Shown ?? column.Kind switch
    {
        OutKind.Date => new SasFormat("DATE", 9, 0),
        OutKind.DateTime => new SasFormat("DATETIME", 20, 0),
        OutKind.Time => new SasFormat("TIME", 8, 0),
        _ => null,
    };

    private void Write(Variable variable, OutCells cells, int row)
    {
        Span<byte> field = _row.AsSpan(variable.Position, variable.Length);
        if (variable.Out.Kind == OutKind.Text)
        {
            string text = cells.IsMissing(row) ? string.Empty : cells.Text(row);
            if (Bytes(text) > field.Length || text.EndsWith(' '))
            {
                throw FormatErrors.CannotHold(FormatName, variable.Out.Name, _rows, text.EndsWith(' ')
                    ? "blanks at the end of a text are lost."
                    : FormattableString.Invariant($"the text is longer than {field.Length} bytes."));
            }

            Encoding.UTF8.GetBytes(text, field);
            return;
        }

        field.Clear();
        if (cells.IsMissing(row))
        {
            field[0] = (byte)cells.Letter(row);
            return;
        }

        double value = Value(variable.Out, cells, row);
        if (!IbmFloat.TryWrite(field, value))
        {
            throw FormatErrors.CannotHold(FormatName, variable.Out.Name, _rows, string.Create(CultureInfo.InvariantCulture,
                $"{value:R} lies outside ±5.4e-79 to ±7.2e75."));
        }
    }

    private double Value(OutColumn column, OutCells cells, int row)
    {
        if (column.Kind == OutKind.Whole && cells.Whole(row) is > LargestWhole or < -LargestWhole)
        {
            throw FormatErrors.CannotHold(FormatName, column.Name, _rows, string.Create(CultureInfo.InvariantCulture,
                $"{cells.Whole(row)} is beyond 2^53."));
        }

        return cells.Number(row) + (column.Kind == OutKind.Date ? SasFormat.EpochDays
            : column.Kind == OutKind.DateTime ? SasFormat.EpochDays * 86400.0 : 0);
    }

    private void WriteHead(bool isLong)
    {
        string name = MemberName(isLong);
        Header(isLong ? "LIBV8" : "LIBRARY", XportLayout.Zeros);
        Record($"{"SAS",-8}{"SAS",-8}{"SASLIB",-8}{"9.4",-8}{string.Empty,-32}{Stamp}");
        Record(Stamp);
        Header(isLong ? "MEMBV8" : "MEMBER", "000000000000000001600000000140");
        Header(isLong ? "DSCPTV8" : "DSCRPTR", XportLayout.Zeros);
        Record(isLong ? $"{"SAS",-8}{name,-32}{"SASDATA",-8}{"9.4",-8}{string.Empty,-8}{Stamp}"
            : $"{"SAS",-8}{name,-8}{"SASDATA",-8}{"9.4",-8}{string.Empty,-32}{Stamp}");
        Record(Stamp);
        Header(isLong ? "NAMSTV8" : "NAMESTR", string.Create(CultureInfo.InvariantCulture,
            $"00000{_variables.Length:00000}{0:00000000000000000000}"));
        for (int j = 0; j < _variables.Length; j++)
        {
            WriteVariable(_variables[j], j + 1, isLong);
        }

        Fill(XportLayout.Padding((long)_variables.Length * XportLayout.DescriptorBytes));
        WriteLongLabels();
        Header(isLong ? "OBSV8" : "OBS", XportLayout.Zeros);
    }

    private string MemberName(bool isLong)
    {
        string stem = Path.GetFileName(path).Split('.')[0];
        string letters = new([.. stem.Where(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            .Take(isLong ? XportLayout.LongNameBytes : XportLayout.NameBytes)]);
        return letters.Length == 0 || char.IsAsciiDigit(letters[0]) ? "DATA" : letters.ToUpperInvariant();
    }

    private void WriteVariable(Variable variable, int number, bool isLong)
    {
        Span<byte> d = stackalloc byte[XportLayout.DescriptorBytes];
        d.Clear();
        string label = variable.Out.Label ?? string.Empty;
        BinaryPrimitives.WriteInt16BigEndian(d, (short)(variable.Out.Kind == OutKind.Text ? 2 : 1));
        BinaryPrimitives.WriteInt16BigEndian(d[4..], (short)variable.Length);
        BinaryPrimitives.WriteInt16BigEndian(d[6..], (short)number);
        Put(d.Slice(8, XportLayout.NameBytes), variable.Out.Name);
        Put(d.Slice(16, XportLayout.LabelBytes), label);
        Put(d.Slice(56, XportLayout.NameBytes), variable.Format?.Name ?? string.Empty);
        BinaryPrimitives.WriteInt16BigEndian(d[64..], (short)(variable.Format?.Width ?? 0));
        BinaryPrimitives.WriteInt16BigEndian(d[66..], (short)(variable.Format?.Decimals ?? 0));
        Put(d.Slice(72, XportLayout.NameBytes), string.Empty);
        BinaryPrimitives.WriteInt32BigEndian(d[84..], variable.Position);
        if (isLong)
        {
            Put(d.Slice(88, XportLayout.LongNameBytes), variable.Out.Name);
            BinaryPrimitives.WriteInt16BigEndian(d[120..], (short)Math.Min(Bytes(label), XportLayout.LongLabelBytes));
        }

        stream.Write(d);
    }

    private void WriteLongLabels()
    {
        Variable[] withLong = [.. _variables.Where(v => Bytes(v.Out.Label) > XportLayout.LabelBytes)];
        if (withLong.Length == 0)
        {
            return;
        }

        Header("LABELV8", string.Create(CultureInfo.InvariantCulture, $"{withLong.Length,-32}"));
        long written = 0;
        Span<byte> numbers = stackalloc byte[6];
        foreach (Variable variable in withLong)
        {
            byte[] name = Encoding.UTF8.GetBytes(variable.Out.Name), label = new byte[Math.Min(Bytes(variable.Out.Label),
                XportLayout.LongLabelBytes)];
            Put(label, variable.Out.Label!);
            BinaryPrimitives.WriteInt16BigEndian(numbers, (short)(Array.IndexOf(_variables, variable) + 1));
            BinaryPrimitives.WriteInt16BigEndian(numbers[2..], (short)name.Length);
            BinaryPrimitives.WriteInt16BigEndian(numbers[4..], (short)label.Length);
            stream.Write(numbers);
            stream.Write(name);
            stream.Write(label);
            written += numbers.Length + name.Length + label.Length;
        }

        Fill(XportLayout.Padding(written));
    }

    private void Header(string kind, string rest)
    {
        stream.Write(XportLayout.Header(kind));
        stream.Write(Encoding.ASCII.GetBytes($"{rest,-32}"));
    }

    private void Record(string text) => stream.Write(Encoding.ASCII.GetBytes($"{text,-80}"));

    private void Fill(int bytes)
    {
        for (int i = 0; i < bytes; i++)
        {
            stream.WriteByte((byte)' ');
        }
    }

    // As much of a text as fits, whole characters only, filled up with blanks.
    private static void Put(Span<byte> target, string text)
    {
        target.Fill((byte)' ');
        Encoder encoder = Encoding.UTF8.GetEncoder();
        encoder.Convert(text, target, flush: true, out _, out _, out _);
    }

    private sealed record Variable(OutColumn Out, SasFormat? Format, int Position, int Length);
}
