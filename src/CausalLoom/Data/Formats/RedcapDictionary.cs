using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CausalLoom.Data.Cells;
using CausalLoom.Data.Csv;
using CausalLoom.Io;

namespace CausalLoom.Data.Formats;

/// <summary>
/// What a REDCap data dictionary says of the columns of a raw export: labels, types, ranges, levels with their labels, codes that mean
/// missing, identifiers. Codes stay the levels. Columns that an export leaves out may be absent.
/// </summary>
internal static partial class RedcapDictionary
{
    // As the page that exports a dictionary calls the columns, and as the programming interface does.
    private static readonly string[] Name = ["Variable / Field Name", "field_name"];
    private static readonly string[] Kind = ["Field Type", "field_type"];
    private static readonly string[] Label = ["Field Label", "field_label"];
    private static readonly string[] Choices = ["Choices, Calculations, OR Slider Labels", "select_choices_or_calculations"];
    private static readonly string[] Validation =
        ["Text Validation Type OR Show Slider Number", "text_validation_type_or_show_slider_number"];

    private static readonly string[] Least = ["Text Validation Min", "text_validation_min"];
    private static readonly string[] Most = ["Text Validation Max", "text_validation_max"];
    private static readonly string[] Identifier = ["Identifier?", "identifier"];

    private static readonly ColumnSchema Answer = new("answer") { Type = ColumnType.Binary, Levels = ["0", "1"] };

    /// <summary>Whether a text is one, by its header.</summary>
    public static bool IsOne(string text)
    {
        int end = text.IndexOfAny(['\r', '\n']);
        string head = end < 0 ? text : text[..end];
        return Array.Exists(Name, name => head.TrimStart('"').StartsWith(name, StringComparison.OrdinalIgnoreCase))
            && Array.Exists(Kind, kind => head.Contains(kind, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Reads a dictionary.</summary>
    /// <param name="text">The CSV.</param>
    /// <param name="source">What it is called.</param>
    /// <exception cref="CausalLoomException">It is broken; the message says where.</exception>
    public static Schema Parse(string text, string source)
    {
        using MemoryStream bytes = new(Encoding.UTF8.GetBytes(text));
        using CsvSource rows = new(bytes, source, new CsvOptions(), new ReadingLog());
        List<ColumnSchema> columns = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        while (rows.Read())
        {
            foreach (ColumnSchema column in Columns(new Field(rows, source)))
            {
                columns.Add(names.Add(column.Name) ? column
                    : throw new CausalLoomException(FormattableString.Invariant(
                        $"{source}, line {rows.Line}: the field {CellText.Show(column.Name)} is there twice.")));
            }
        }

        return new Schema(columns) { Optional = names };
    }

    private static IEnumerable<ColumnSchema> Columns(Field field)
    {
        ColumnSchema column = new(field[Name]) { Label = Plain(field[Label]) };
        if (column.Name.Length == 0)
        {
            throw field.Error("it has no name");
        }

        switch (field[Kind].ToLowerInvariant())
        {
            case "checkbox":
                foreach ((string code, string label) in Codes(field))
                {
                    yield return Answered(column, "Unchecked", "Checked") with
                        { Name = $"{column.Name}___{Suffix(code)}", Label = column.Label is null ? label : $"{column.Label}: {label}" };
                }

                break;
            case "descriptive":
                break;
            case "radio" or "dropdown":
                yield return WithRole(Chosen(column, field), field);
                break;
            case "yesno":
                yield return WithRole(Answered(column, "No", "Yes"), field);
                break;
            case "truefalse":
                yield return WithRole(Answered(column, "False", "True"), field);
                break;
            case "slider":
                yield return WithRole(column with
                {
                    Type = ColumnType.Integer, Minimum = Number(field, Least, null) ?? 0, Maximum = Number(field, Most, null) ?? 100,
                }, field);
                break;
            case "text":
                yield return WithRole(Validated(column, field), field);
                break;
            default:
                yield return WithRole(column, field);
                break;
        }
    }

    private static ColumnSchema WithRole(ColumnSchema column, Field field) =>
        field[Identifier].Equals("y", StringComparison.OrdinalIgnoreCase) ? column with { Role = ColumnRole.Id } : column;

    private static ColumnSchema Answered(ColumnSchema column, string no, string yes) => column with
    {
        Type = Answer.Type, Levels = Answer.Levels,
        LevelLabels = new Dictionary<string, string>(StringComparer.Ordinal) { ["0"] = no, ["1"] = yes },
    };

    private static ColumnSchema Chosen(ColumnSchema column, Field field)
    {
        List<(string Code, string Label)> choices = Codes(field);
        string[] missing = [.. choices.Where(IsMissing).Select(choice => choice.Code)];
        choices.RemoveAll(IsMissing);
        return column with
        {
            Type = choices.Count == 2 ? ColumnType.Binary : ColumnType.Categorical,
            Levels = [.. choices.Select(choice => choice.Code)],
            LevelLabels = choices.ToDictionary(choice => choice.Code, choice => choice.Label, StringComparer.Ordinal),
            Missing = missing.Length == 0 ? null : missing,
        };
    }

    // A code such as -99 or 999 whose label says so; "Unknown" under a code like the others is an answer.
    private static bool IsMissing((string Code, string Label) choice) =>
        OddCode().IsMatch(choice.Code) && MissingCodes.Contains(choice.Label);

    // Exports write dates as year, month, day, however a form shows them.
    private static ColumnSchema Validated(ColumnSchema column, Field field)
    {
        string kind = field[Validation].ToLowerInvariant();
        string? pattern = kind.StartsWith("datetime_seconds", StringComparison.Ordinal) ? "yyyy-MM-dd HH:mm:ss"
            : kind.StartsWith("datetime", StringComparison.Ordinal) ? "yyyy-MM-dd HH:mm"
            : kind.StartsWith("date", StringComparison.Ordinal) ? "yyyy-MM-dd"
            : kind == "time" ? "[hh]:mm" : kind == "time_hh_mm_ss" ? "[hh]:mm:ss" : null;
        CellForm? form = pattern is null ? null : CellForm.Parse(pattern);
        Match decimals = NumberOfDecimals().Match(kind);
        bool isNumber = kind == "number" || decimals.Success, isRanged = isNumber || kind == "integer" || form is not null;
        return column with
        {
            Type = kind == "integer" ? ColumnType.Integer : isNumber ? ColumnType.Continuous : null,
            Decimals = decimals.Success ? decimals.Groups[1].Value[0] - '0' : null,
            Form = form,
            Minimum = isRanged ? Number(field, Least, form) : null,
            Maximum = isRanged ? Number(field, Most, form) : null,
        };
    }

    // What names another field or today has no number.
    private static double? Number(Field field, string[] column, CellForm? form) =>
        form is not null ? form.TryRead(field[column], out double moment) ? moment : null
        : CellText.TryNumber(field[column], out double number) ? number : null;

    private static List<(string Code, string Label)> Codes(Field field)
    {
        List<(string Code, string Label)> codes = [];
        foreach (string choice in field[Choices].Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int comma = choice.IndexOf(',', StringComparison.Ordinal);
            string code = (comma < 0 ? choice : choice[..comma]).Trim();
            if (code.Length == 0 || codes.Exists(known => known.Code == code))
            {
                throw field.Error(code.Length == 0 ? "a choice has no code" : $"the code {CellText.Show(code)} is there twice");
            }

            codes.Add((code, Plain(comma < 0 ? choice : choice[(comma + 1)..]) ?? code));
        }

        return codes.Count > 0 ? codes : throw field.Error("it has no choices");
    }

    // Checkbox columns are named by the code in small letters, with _ for what a name cannot hold.
    private static string Suffix(string code) => NoName().Replace(code.ToLowerInvariant(), "_");

    private static string? Plain(string label)
    {
        string plain = Spaces().Replace(Markup().Replace(label, " "), " ").Trim();
        return plain.Length == 0 ? null : plain;
    }

    [GeneratedRegex("<[a-zA-Z/][^>]*>")]
    private static partial Regex Markup();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("[^a-z0-9_]")]
    private static partial Regex NoName();

    [GeneratedRegex("^number_([0-9])dp$")]
    private static partial Regex NumberOfDecimals();

    [GeneratedRegex("^(-[0-9]+|9{2,}|8{2,}|7{2,}|[A-Za-z]+)$")]
    private static partial Regex OddCode();

    private readonly struct Field(CsvSource rows, string source)
    {
        /// <summary>Gets the cell under one of these names, without outer spaces; empty where there is none.</summary>
        public string this[string[] names]
        {
            get
            {
                for (int j = 0; j < rows.Columns.Count; j++)
                {
                    if (names.Contains(rows.Columns[j].Name, StringComparer.OrdinalIgnoreCase))
                    {
                        return Encoding.UTF8.GetString(rows.Cell(j)).Trim();
                    }
                }

                return string.Empty;
            }
        }

        public CausalLoomException Error(string problem) => new(string.Create(CultureInfo.InvariantCulture,
            $"{source}, line {rows.Line}, field {CellText.Show(this[Name])}: {problem}."));
    }
}
