using System.Globalization;
using System.Text;
using CausalLoom.Data.Cells;
using CausalLoom.Io;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace CausalLoom.Data;

/// <summary>
/// The YAML of schemas: `columns:` with a list of `name`, `type`, `role` and, where wanted, levels, range, form, labels, what is missing.
/// </summary>
internal static class SchemaYaml
{
    public const int MaxBytes = 16 << 20;
    private const int MaxDepth = 8, LongestProblem = 300;
    private static readonly string[] Keys = ["name", "type", "role", "levels", "decimals", "min", "max",
        "format", "label", "display", "level_labels", "timing", "missing", "missing_kinds", "from", "part", "between",
        "after"];
    private static readonly Dictionary<string, ColumnType> Types = Enum.GetValues<ColumnType>()
        .ToDictionary(LayoutJson.Text, StringComparer.Ordinal);
    private static readonly Dictionary<string, ColumnRole> Roles = Enum.GetValues<ColumnRole>().ToDictionary(Text, StringComparer.Ordinal);

    private static readonly Dictionary<string, ColumnTiming> Timings =
        new(StringComparer.Ordinal) { ["pre"] = ColumnTiming.Pre, ["post"] = ColumnTiming.Post };

    private static readonly Dictionary<string, bool> Answers = new(StringComparer.Ordinal) { ["true"] = true, ["false"] = false };
    private static readonly Dictionary<ColumnPart, string> Parts = new()
    {
        [ColumnPart.Whole] = "whole", [ColumnPart.First] = "first", [ColumnPart.Second] = "second", [ColumnPart.MissingKind] = "missing",
    };

    public static string Text(ColumnRole role) => role.ToString().ToLowerInvariant();

    public static Schema Parse(string yaml, string source)
    {
        YamlNode root = Load(yaml, source);
        if (root is not YamlMappingNode map || Get(map, "columns") is not YamlSequenceNode list
            || map.Children.Count != (Get(map, "rules") is null ? 1 : 2))
        {
            throw Error(source, root, "a schema is `columns:` and a list of columns, each with `name`, `type` and `role`; and perhaps "
                + "`rules:` and a list of conditions.");
        }

        List<ColumnSchema> columns = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (YamlNode item in list)
        {
            ColumnSchema column = ParseColumn(item, source);
            if (!names.Add(column.Name))
            {
                throw Error(source, item, $"column {CellText.Show(column.Name)} is there twice.");
            }

            columns.Add(column);
        }

        return new Schema(columns) { Rules = Get(map, "rules") is { } rules ? ParseRules(rules, source) : null };
    }

    public static string Write(Schema schema)
    {
        StringBuilder text =
            new("# Types: continuous, integer, binary, categorical. Roles: treatment, outcome, covariate, id, weight, ignored\n");
        text.Append("# (and, reserved: instrument, time, event, cluster). Levels of a treatment: control first.\ncolumns:\n");
        foreach (ColumnSchema column in schema.Columns)
        {
            List<string> parts = [$"name: {Quote(column.Name)}"];
            Add(parts, "type", column.Type is { } type ? LayoutJson.Text(type) : null);
            Add(parts, "role", column.Role is { } role ? Text(role) : null);
            bool listed = column.Levels is { Count: > 0 } && column.Role != ColumnRole.Id;
            Add(parts, "levels", listed ? $"[{string.Join(", ", column.Levels!.Select(Quote))}]" : null);
            Add(parts, "decimals", column.Decimals?.ToString(CultureInfo.InvariantCulture));
            Add(parts, "min", column.Minimum?.ToString("R", CultureInfo.InvariantCulture));
            Add(parts, "max", column.Maximum?.ToString("R", CultureInfo.InvariantCulture));
            Add(parts, "format", column.Form is { } form ? Quote(form.Pattern) : null);
            Add(parts, "label", column.Label is { } label ? Quote(label) : null);
            Add(parts, "display", column.Display is { } display ? Quote(display) : null);
            Add(parts, "level_labels", column.LevelLabels is { Count: > 0 } labels
                ? $"{{ {string.Join(", ", labels.Select(l => $"{Quote(l.Key)}: {Quote(l.Value)}"))} }}" : null);
            Add(parts, "timing", column.Timing?.ToString().ToLowerInvariant());
            Add(parts, "missing", column.Missing is { Count: > 0 } codes ? $"[{string.Join(", ", codes.Select(Quote))}]" : null);
            Add(parts, "missing_kinds", column.MissingKinds ? "true" : null);
            Add(parts, "from", column.From is { } from ? Quote(from) : null);
            Add(parts, "part", column.Part == ColumnPart.Whole ? null : Parts[column.Part]);
            Add(parts, "between", column.Between.Length > 0 ? Quote(column.Between) : null);
            Add(parts, "after", column.After.Length > 0 ? Quote(column.After) : null);
            text.Append(CultureInfo.InvariantCulture, $"  - {{ {string.Join(", ", parts)} }}\n");
        }

        if (schema.Rules is { } rules)
        {
            text.Append(rules.Count == 0 ? "rules: []\n" : "rules:\n");
            text.AppendJoin(string.Empty, rules.Select(rule => $"  - {Quote(rule)}\n"));
        }

        return text.ToString();
    }

    /// <summary>A list of rules: a YAML list, or the `rules:` of a mapping.</summary>
    public static IReadOnlyList<string> ParseRules(string yaml, string source)
    {
        YamlNode root = Load(yaml, source);
        return ParseRules(root is YamlMappingNode map && Get(map, "rules") is { } rules ? rules : root, source);
    }

    private static string[] ParseRules(YamlNode node, string source) => node is YamlSequenceNode list
        ? [.. list.Select(rule => Scalar(rule, source, "rules"))]
        : throw Error(source, node, "`rules` is a list of conditions, such as [start <= end].");

    private static void Add(List<string> parts, string key, string? value)
    {
        if (value is not null)
        {
            parts.Add($"{key}: {value}");
        }
    }

    // A double-quoted scalar: everything but printable ASCII and letters is escaped, so any name survives.
    private static string Quote(string value)
    {
        StringBuilder quoted = new("\"");
        foreach (char c in value)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                >= ' ' and <= '~' => quoted.Append(c),
                _ when char.IsLetterOrDigit(c) => quoted.Append(c),
                _ when char.IsSurrogate(c) => quoted.Append(c),
                _ => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static YamlNode Load(string yaml, string source)
    {
        try
        {
            CheckDepth(yaml, source);
            YamlStream stream = [];
            stream.Load(new StringReader(yaml));
            return stream.Documents.Count == 1
                ? stream.Documents[0].RootNode
                : throw new CausalLoomException($"{source}: a schema is one YAML document with `columns:`; this holds "
                    + $"{stream.Documents.Count}.");
        }
        catch (YamlException e)
        {
            string problem = VisibleText.Line(e.Message, LongestProblem);
            throw new CausalLoomException(
                string.Create(CultureInfo.InvariantCulture, $"{source}, line {e.Start.Line}: not valid YAML: {problem}"), e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // How the scanner ends on some broken files.
            throw new CausalLoomException($"{source}: not valid YAML: something in it cannot be read, such as a "
                + $"bracket that is not closed.", e);
        }
    }

    // Loading recurses into nested nodes, so depth is bounded first; a schema also has no use for aliases.
    private static void CheckDepth(string yaml, string source)
    {
        Parser parser = new(new StringReader(yaml));
        int depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth || parser.Current is AnchorAlias)
            {
                string what = depth > MaxDepth ? "nested too deeply" : "an alias";
                throw new CausalLoomException(string.Create(CultureInfo.InvariantCulture,
                    $"{source}, line {parser.Current.Start.Line}: {what}, which a schema never is."));
            }
        }
    }

    private static ColumnSchema ParseColumn(YamlNode node, string source)
    {
        if (node is not YamlMappingNode map)
        {
            throw Error(source, node, "each column is `name: …`, `type: …`, `role: …`.");
        }

        foreach (YamlNode key in map.Children.Keys)
        {
            if (!Keys.Contains(Scalar(key, source, "key")))
            {
                throw Error(source, key,
                    $"unknown key {CellText.Show(((YamlScalarNode)key).Value!)}.{Suggestion.For(((YamlScalarNode)key).Value!, Keys)}");
            }
        }

        string name = Get(map, "name") is { } given ? Scalar(given, source, "name") : string.Empty;
        if (name.Length == 0)
        {
            throw Error(source, node, "a column without a name.");
        }

        return new ColumnSchema(name)
        {
            Type = Get(map, "type") is { } type ? Word(type, source, "type", Types) : null,
            Role = Get(map, "role") is { } role ? Word(role, source, "role", Roles) : null,
            Levels = Get(map, "levels") is { } levels ? Levels(levels, source) : null,
            Decimals = Get(map, "decimals") is { } decimals ? Decimals(decimals, source) : null,
            Minimum = Get(map, "min") is { } minimum ? Number(minimum, source, "min") : null,
            Maximum = Get(map, "max") is { } maximum ? Number(maximum, source, "max") : null,
            Form = Get(map, "format") is { } format ? Form(format, source) : null,
            Label = Get(map, "label") is { } label ? Scalar(label, source, "label") : null,
            Display = Get(map, "display") is { } display ? Scalar(display, source, "display") : null,
            LevelLabels = Get(map, "level_labels") is { } labels ? LevelLabels(labels, source) : null,
            Timing = Get(map, "timing") is { } timing ? Word(timing, source, "timing", Timings) : null,
            Missing = Get(map, "missing") is { } codes ? Codes(codes, source) : null,
            MissingKinds = Get(map, "missing_kinds") is { } kinds && Word(kinds, source, "missing_kinds", Answers),
            From = Get(map, "from") is { } from ? Scalar(from, source, "from") : null,
            Part = Get(map, "part") is { } part ? Word(part, source, "part", Parts.ToDictionary(p => p.Value, p => p.Key))
                : ColumnPart.Whole,
            Between = Get(map, "between") is { } between ? Scalar(between, source, "between") : string.Empty,
            After = Get(map, "after") is { } after ? Scalar(after, source, "after") : string.Empty,
        };
    }

    private static CellForm Form(YamlNode node, string source)
    {
        try
        {
            return CellForm.Parse(Scalar(node, source, "format"));
        }
        catch (CausalLoomException e)
        {
            throw Error(source, node, e.Message);
        }
    }

    private static Dictionary<string, string> LevelLabels(YamlNode node, string source) => node is YamlMappingNode map
        ? map.Children.ToDictionary(pair => Scalar(pair.Key, source, "level_labels"), pair => Scalar(pair.Value, source, "level_labels"),
            StringComparer.Ordinal)
        : throw Error(source, node, "`level_labels` is a label a level, such as {1: male, 2: female}.");

    private static string[] Codes(YamlNode node, string source) => node is YamlSequenceNode list
        ? [.. list.Select(code => Scalar(code, source, "missing"))]
        : throw Error(source, node, "`missing` is a list of texts, such as [-99, unk].");

    private static YamlNode? Get(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value)
        ? value : null;

    private static T Word<T>(YamlNode node, string source, string key, Dictionary<string, T> known)
        where T : struct
    {
        string word = Scalar(node, source, key);
        word = key == "role" && word == "covariates" ? "covariate" : word;
        return known.TryGetValue(word, out T value)
            ? value
            : throw Error(source, node,
                $"unknown {key} {CellText.Show(word)}.{Suggestion.For(word, known.Keys)} It is one of {string.Join(", ", known.Keys)}.");
    }

    private static string[] Levels(YamlNode node, string source)
    {
        string[] levels = node is YamlSequenceNode list ? [.. list.Select(level => Scalar(level, source, "levels"))] : [];
        return levels.Length > 0 && levels.Distinct(StringComparer.Ordinal).Count() == levels.Length
            ? levels
            : throw Error(source, node, "`levels` is a list of different levels, such as [no, yes].");
    }

    private static int Decimals(YamlNode node, string source) =>
        int.TryParse(Scalar(node, source, "decimals"), NumberStyles.None, CultureInfo.InvariantCulture, out int decimals) && decimals <= 15
            ? decimals
            : throw Error(source, node, "`decimals` is a whole number from 0 to 15.");

    private static double Number(YamlNode node, string source, string key) =>
        CellText.TryNumber(Scalar(node, source, key), out double number)
        ? number
        : throw Error(source, node, $"`{key}` is a number.");

    private static string Scalar(YamlNode node, string source, string key) => node is YamlScalarNode { Value: { } value }
        ? value
        : throw Error(source, node, $"`{key}` is a single value.");

    private static CausalLoomException Error(string source, YamlNode node, string problem) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{source}, line {node.Start.Line}: {problem}"));
}
