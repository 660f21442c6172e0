using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Text;
using System.Xml;
using CausalLoom.Data.Cells;

namespace CausalLoom.Data.Formats;

/// <summary>
/// Reads the first sheet of an Excel workbook (.xlsx): its first row that holds anything has the names, the others below are rows; rows
/// without anything are left out. Of formulas it reads the values that are stored with them. Numbers that are shown as dates or times
/// become such texts.
/// </summary>
internal sealed partial class ExcelSource : ICellSource
{
    private const string FormatName = "Excel (.xlsx)";
    private const int MaxColumns = 16384;
    private const int MaxTextChars = 1 << 20;

    // Texts that cells share stand in memory: no more of them than a packed file of that length is likely to hold.
    private const long MaxSharedChars = 1L << 30;
    private const long AlwaysAllowedChars = 1L << 24;
    private const long SharedCharsPerByte = 100;
    private const int CharsOfText = 16;
    private const double MillisecondsPerDay = 86400000;

    // Day 60 is a 29 February 1900 that never was: days before it count from one day later.
    private const int FalseDay = 60;
    private static readonly DateTime Epoch1900 = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified);
    private static readonly DateTime Epoch1904 = new(1904, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
    private static readonly XmlReaderSettings Settings = new()
        { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true };

    private readonly string _source;
    private readonly long _bytes;
    private readonly ZipArchive _zip;
    private readonly List<string> _shared = [];
    private readonly ExcelStyles _styles;
    private readonly XmlReader _sheet;
    private readonly CellBuffer _cell = new(1);
    private readonly char[] _chunk = new char[4096];
    private readonly List<(int At, byte[] Text)> _found = [];
    private readonly CellBuffer _row;
    private readonly int _first;
    private bool _is1904;
    private long _rowNumber;

    /// <summary>Opens a workbook and reads the names.</summary>
    /// <param name="stream">The file, which can be read at any place; left open.</param>
    /// <param name="source">What it is called.</param>
    public ExcelSource(Stream stream, string source)
    {
        _source = source;
        _bytes = stream.Length;
        _zip = Guarded(() => new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true));
        (_styles, _sheet) = Guarded(Open);
        if (!Guarded(FindRow))
        {
            throw new CausalLoomException($"{source}: the first sheet is empty.");
        }

        _first = _found[0].At;
        string[] names = [.. Enumerable.Repeat(string.Empty, _found[^1].At - _first + 1)];
        foreach ((int at, byte[] text) in _found)
        {
            names[at - _first] = Encoding.UTF8.GetString(text).Trim();
        }

        Columns = FormatErrors.Named(source, [.. names.Select(name => new CellColumn(name))]);
        _row = new CellBuffer(names.Length);
    }

    /// <inheritdoc />
    public IReadOnlyList<CellColumn> Columns { get; }

    /// <inheritdoc />
    public long Line => 0;

    /// <inheritdoc />
    public bool Read()
    {
        if (!Guarded(FindRow))
        {
            return false;
        }

        _row.Clear();
        int j = 0;
        foreach ((int at, byte[] text) in _found)
        {
            if (at < _first || at >= _first + Columns.Count)
            {
                throw new CausalLoomException(FormattableString.Invariant(
                    $"{_source}: cell {Letters(at)}{_rowNumber} of the sheet is in a column without a name."));
            }

            for (; j < at - _first; j++)
            {
                _row.AddMissing();
            }

            _row.Add(text);
            j++;
        }

        for (; j < Columns.Count; j++)
        {
            _row.AddMissing();
        }

        return true;
    }

    /// <inheritdoc />
    public ReadOnlySpan<byte> Cell(int column) => _row[column];

    /// <inheritdoc />
    public void Dispose()
    {
        _sheet.Dispose();
        _zip.Dispose();
    }

    private (ExcelStyles Styles, XmlReader Sheet) Open()
    {
        string? sheetId = null;
        using (XmlReader book = Part("xl/workbook.xml") ?? throw Damaged("there is no workbook in it"))
        {
            while (book.Read())
            {
                if (book.NodeType == XmlNodeType.Element && book.LocalName == "workbookPr")
                {
                    _is1904 = book.GetAttribute("date1904") is "1" or "true";
                }
                else if (book.NodeType == XmlNodeType.Element && book.LocalName == "sheet")
                {
                    sheetId ??= book.GetAttribute("id", "http://schemas.openxmlformats.org/officeDocument/2006/relationships")
                        ?? book.GetAttribute("id", "http://purl.oclc.org/ooxml/officeDocument/relationships");
                }
            }
        }

        ReadShared();
        using XmlReader? styles = Part("xl/styles.xml");
        return (ExcelStyles.Read(styles), Part(SheetPart(sheetId)) ?? throw Damaged("its first sheet is not there"));
    }

    private string SheetPart(string? id)
    {
        using XmlReader? links = Part("xl/_rels/workbook.xml.rels");
        while (id is not null && links?.Read() == true)
        {
            if (links.NodeType == XmlNodeType.Element && links.LocalName == "Relationship" && links.GetAttribute("Id") == id
                && links.GetAttribute("Target") is { } target)
            {
                return target.StartsWith('/') ? target[1..] : "xl/" + target;
            }
        }

        return "xl/worksheets/sheet1.xml";
    }

    private XmlReader? Part(string name) => _zip.GetEntry(name) is { } entry ? XmlReader.Create(entry.Open(), Settings) : null;

    private void ReadShared()
    {
        using XmlReader? xml = Part("xl/sharedStrings.xml");
        long chars = 0;
        while (xml?.Read() == true)
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "si")
            {
                _shared.Add(Texts(xml));
                chars += _shared[^1].Length + CharsOfText;
                if (chars > Math.Min(MaxSharedChars, Math.Max(AlwaysAllowedChars, _bytes * SharedCharsPerByte)))
                {
                    throw Damaged("its texts are longer than a file of its length holds");
                }
            }
        }
    }

    // All `t` within an element, but for the spelling of Japanese names (`rPh`).
    private string Texts(XmlReader xml)
    {
        StringBuilder text = new();
        int depth = xml.Depth;
        bool isSpelling = false;
        while (!(xml.IsEmptyElement && xml.Depth == depth) && xml.Read() && xml.Depth > depth)
        {
            isSpelling = xml.LocalName == "rPh" ? xml.NodeType == XmlNodeType.Element : isSpelling;
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "t" && !isSpelling)
            {
                AppendText(xml, text);
            }
        }

        return text.Length == 0 ? string.Empty : Escape().Replace(text.ToString(), match =>
            ((char)int.Parse(match.ValueSpan.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString());
    }

    private void AppendText(XmlReader xml, StringBuilder text)
    {
        while (!xml.IsEmptyElement && xml.Read() && xml.NodeType != XmlNodeType.EndElement)
        {
            int read;
            while (xml.CanReadValueChunk && xml.HasValue && (read = xml.ReadValueChunk(_chunk, 0, _chunk.Length)) > 0)
            {
                text.Append(_chunk, 0, read);
                if (text.Length > MaxTextChars)
                {
                    throw Damaged("a text in it is longer than 2 MB");
                }
            }
        }
    }

    // Moves to the next row that holds anything.
    private bool FindRow()
    {
        _found.Clear();
        while (_found.Count == 0 && _sheet.Read() && !(_sheet.NodeType == XmlNodeType.EndElement && _sheet.LocalName == "sheetData"))
        {
            if (_sheet.NodeType == XmlNodeType.Element && _sheet.LocalName == "row")
            {
                _rowNumber = long.TryParse(_sheet.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
                    ? number : _rowNumber + 1;
                ReadRow();
            }
        }

        return _found.Count > 0;
    }

    private void ReadRow()
    {
        int depth = _sheet.Depth, next = 0;
        while (!(_sheet.IsEmptyElement && _sheet.Depth == depth) && _sheet.Read() && _sheet.Depth > depth)
        {
            if (_sheet.NodeType == XmlNodeType.Element && _sheet.LocalName == "c")
            {
                int at = _sheet.GetAttribute("r") is { } place ? ColumnOf(place) : next;
                if (at < next || at >= MaxColumns)
                {
                    throw Damaged(FormattableString.Invariant($"the cells of row {_rowNumber} are out of order"));
                }

                next = at + 1;
                byte[] text = ReadCell(at);
                if (text.Length > 0)
                {
                    _found.Add((at, text));
                }
            }
        }
    }

    private byte[] ReadCell(int at)
    {
        string? type = _sheet.GetAttribute("t"), style = _sheet.GetAttribute("s");
        StringBuilder value = new();
        int depth = _sheet.Depth;
        while (!(_sheet.IsEmptyElement && _sheet.Depth == depth) && _sheet.Read() && _sheet.Depth > depth)
        {
            if (_sheet.NodeType == XmlNodeType.Element && _sheet.LocalName == "v")
            {
                AppendText(_sheet, value);
            }
            else if (_sheet.NodeType == XmlNodeType.Element && _sheet.LocalName == "is")
            {
                value.Append(Texts(_sheet));
            }
        }

        return value.Length == 0 ? [] : TextOf(type, style, value.ToString(), at);
    }

    private byte[] TextOf(string? type, string? style, string value, int at)
    {
        _cell.Clear();
        switch (type)
        {
            case "s":
                _cell.Add(int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < _shared.Count
                    ? _shared[index] : throw Damaged($"cell {Place(at)} has a text that is not there"));
                break;
            case "b":
                _cell.AddTruth(value.Trim() == "1");
                break;
            case null or "n":
                AddNumber(style, double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                    && double.IsFinite(number) ? number : throw Damaged($"the number in cell {Place(at)} is none"), at);
                break;
            default:
                _cell.Add(value);
                break;
        }

        return _cell[0].ToArray();
    }

    private void AddNumber(string? style, double number, int at)
    {
        OutKind kind = _styles.Of(style);
        if (kind == OutKind.Number)
        {
            _cell.AddNumber(number);
            return;
        }

        double milliseconds = Math.Round(number * MillisecondsPerDay);
        if (kind == OutKind.Time && Math.Abs(number) < OutTime.LongestSpan)
        {
            _cell.AddTime((long)milliseconds * TimeSpan.TicksPerMillisecond);
            return;
        }

        DateTime epoch = _is1904 ? Epoch1904 : number < FalseDay ? Epoch1900.AddDays(1) : Epoch1900;
        if (number < 0 || milliseconds > (DateTime.MaxValue - epoch).TotalMilliseconds)
        {
            throw Damaged(FormattableString.Invariant($"the number {number:R} in cell {Place(at)} is no date"));
        }

        DateTime time = epoch.AddMilliseconds(milliseconds);
        if (kind == OutKind.Date && time.TimeOfDay == TimeSpan.Zero)
        {
            _cell.AddDate(DateOnly.FromDateTime(time));
        }
        else
        {
            _cell.AddDateTime(time);
        }
    }

    private string Place(int at) => FormattableString.Invariant($"{Letters(at)}{_rowNumber}");

    private static int ColumnOf(string place)
    {
        int at = 0;
        for (int i = 0; i < place.Length && char.IsAsciiLetterUpper(place[i]) && at <= MaxColumns; i++)
        {
            at = (at * 26) + (place[i] - 'A' + 1);
        }

        return at - 1;
    }

    private static string Letters(int at) => (at >= 26 ? Letters((at / 26) - 1) : string.Empty) + (char)('A' + (at % 26));

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or EndOfStreamException or ArgumentException
            or NotSupportedException or OutOfMemoryException)
        {
            throw FormatErrors.Damaged(_source, FormatName, e.Message, e);
        }
    }

    private CausalLoomException Damaged(string problem) => FormatErrors.Damaged(_source, FormatName, problem);

    [GeneratedRegex("_x[0-9A-Fa-f]{4}_", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
