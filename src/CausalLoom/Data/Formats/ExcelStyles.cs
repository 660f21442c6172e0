using System.Globalization;
using System.Text;
using System.Xml;

namespace CausalLoom.Data.Formats;

/// <summary>Which cell styles of a workbook show dates and times.</summary>
internal sealed class ExcelStyles
{
    private readonly List<OutKind> _kinds = [];

    private ExcelStyles()
    {
    }

    /// <summary>Reads the styles; null: a workbook without any.</summary>
    public static ExcelStyles Read(XmlReader? xml)
    {
        ExcelStyles styles = new();
        Dictionary<int, OutKind> formats = [];
        bool inCells = false;
        while (xml?.Read() == true)
        {
            if (xml.LocalName == "cellXfs")
            {
                inCells = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement;
            }
            else if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "numFmt" && Number(xml, "numFmtId") is { } id)
            {
                formats[id] = KindOf(xml.GetAttribute("formatCode") ?? string.Empty);
            }
            else if (inCells && xml.NodeType == XmlNodeType.Element && xml.LocalName == "xf")
            {
                int format = Number(xml, "numFmtId") ?? 0;
                styles._kinds.Add(formats.TryGetValue(format, out OutKind kind) ? kind : BuiltIn(format));
            }
        }

        return styles;
    }

    /// <summary>What numbers of a style are.</summary>
    public OutKind Of(string? style) => int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
        && index < _kinds.Count ? _kinds[index] : OutKind.Number;

    /// <summary>What the numbers of a format code are.</summary>
    public static OutKind KindOf(string code)
    {
        string letters = Letters(code);
        bool days = letters.AsSpan().ContainsAny('y', 'd'), hours = letters.AsSpan().ContainsAny('h', 's');
        bool months = letters.Contains('m', StringComparison.Ordinal);
        return days && hours ? OutKind.DateTime : days || (months && !hours) ? OutKind.Date : hours ? OutKind.Time : OutKind.Number;
    }

    private static int? Number(XmlReader xml, string attribute) =>
        int.TryParse(xml.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static OutKind BuiltIn(int format) => format switch
    {
        (>= 14 and <= 17) or (>= 27 and <= 36) or (>= 50 and <= 58) => OutKind.Date,
        (>= 18 and <= 21) or (>= 45 and <= 47) => OutKind.Time,
        22 => OutKind.DateTime,
        _ => OutKind.Number,
    };

    // The letters of the first section that stand for parts of a date: no literals, colours or currencies.
    private static string Letters(string code)
    {
        StringBuilder letters = new();
        for (int i = 0; i < code.Length && code[i] != ';'; i++)
        {
            switch (code[i])
            {
                case '"':
                    i = End(code, '"', i);
                    break;
                case '\\' or '_' or '*':
                    i++;
                    break;
                case '[':
                    int end = End(code, ']', i);
                    string inside = code[(i + 1)..Math.Max(i + 1, end)].ToLowerInvariant();
                    letters.Append(inside.Length > 0 && inside.AsSpan().IndexOfAnyExcept("hms") < 0 ? inside : string.Empty);
                    i = end;
                    break;
                default:
                    letters.Append(char.ToLowerInvariant(code[i]));
                    break;
            }
        }

        return letters.Replace("general", string.Empty).ToString();
    }

    private static int End(string code, char mark, int from) =>
        code.IndexOf(mark, from + 1) is var end and >= 0 ? end : code.Length;
}
