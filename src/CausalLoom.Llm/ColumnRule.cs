using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CausalLoom.Data;

namespace CausalLoom.Llm;

/// <summary>
/// What a column of the data allows: the one place that a reply's value is held against. Integers keep their own bounds, since a
/// float64 does not hold every long.
/// </summary>
internal sealed class ColumnRule
{
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    private ColumnRule(string name, ColumnType type, string[] levels, int[] counts, int? decimals)
    {
        Name = name;
        Type = type;
        Levels = levels;
        Counts = counts;
        Decimals = decimals;
        for (int code = 0; code < levels.Length; code++)
        {
            if (counts[code] > 0)
            {
                _seen[levels[code]] = code;
            }
        }
    }

    public string Name { get; }

    public ColumnType Type { get; }

    public string[] Levels { get; }

    /// <summary>How often each level occurs; a level that does not is none of the replies' either.</summary>
    public int[] Counts { get; }

    public int? Decimals { get; }

    /// <summary>The bounds of a continuous column; NaN where it has no values.</summary>
    public double Minimum { get; private init; } = double.NaN;

    public double Maximum { get; private init; } = double.NaN;

    /// <summary>The bounds of an integer column; the lower is above the upper where it has no values.</summary>
    public long Lowest { get; private init; } = 1;

    public long Highest { get; private init; }

    /// <summary>The share of missing values in the data.</summary>
    public double MissingShare { get; private init; }

    public bool HasValues => Type switch
    {
        ColumnType.Continuous => !double.IsNaN(Minimum),
        ColumnType.Integer => Lowest <= Highest,
        _ => _seen.Count > 0,
    };

    /// <summary>The levels that occur, in code order.</summary>
    public IEnumerable<string> SeenLevels => Levels.Where((_, code) => Counts[code] > 0);

    public static ColumnRule Of(Column column)
    {
        double missing = column.Count == 0 ? 0 : (double)column.MissingCount / column.Count;
        switch (column)
        {
            case ContinuousColumn continuous:
                double[] values = [.. continuous.Values.Where(x => !double.IsNaN(x))];
                double low = values.Length == 0 ? double.NaN : values.Min(), high = values.Length == 0 ? double.NaN : values.Max();
                return new ColumnRule(column.Name, column.Type, [], [], continuous.Decimals)
                    { Minimum = low, Maximum = high, MissingShare = missing };
            case IntegerColumn integer:
                long[] whole = [.. integer.Values.Where((_, i) => !integer.IsMissing(i))];
                return new ColumnRule(column.Name, column.Type, [], [], null)
                    { Lowest = whole.Length == 0 ? 1 : whole.Min(), Highest = whole.Length == 0 ? 0 : whole.Max(), MissingShare = missing };
            default:
                DiscreteColumn discrete = (DiscreteColumn)column;
                int[] counts = new int[discrete.Levels.Length];
                foreach (int code in discrete.Codes.Where(c => c >= 0))
                {
                    counts[code]++;
                }

                return new ColumnRule(column.Name, column.Type, discrete.Levels, counts, null) { MissingShare = missing };
        }
    }

    /// <summary>Reads a value of a reply; anything but <see cref="RowFault.None"/> means that the row is not to be used.</summary>
    public RowFault Read(JsonElement value, out ReplyCell cell)
    {
        cell = ReplyCell.Gone;
        if (value.ValueKind == JsonValueKind.Null)
        {
            return MissingShare > 0 ? RowFault.None : RowFault.Missing;
        }

        return Type switch
        {
            ColumnType.Continuous => ReadNumber(value, ref cell),
            ColumnType.Integer => ReadWhole(value, ref cell),
            _ => ReadLevel(value, ref cell),
        };
    }

    /// <summary>A column from one cell of each row.</summary>
    public Column Build(IReadOnlyList<ReplyCell[]> rows, int column)
    {
        ReplyCell[] cells = [.. rows.Select(row => row[column])];
        return Type switch
        {
            ColumnType.Continuous => new ContinuousColumn(Name, Array.ConvertAll(cells, c => c.Number), Decimals),
            ColumnType.Integer => new IntegerColumn(Name, Array.ConvertAll(cells, c => c.Whole), Array.ConvertAll(cells, c => c.Missing)),
            ColumnType.Binary => new BinaryColumn(Name, Array.ConvertAll(cells, c => c.Code), Levels),
            _ => new CategoricalColumn(Name, Array.ConvertAll(cells, c => c.Code), Levels),
        };
    }

    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["type"] = LayoutJson.Text(Type),
        ["levels"] = new JsonArray([.. Levels.Select(level => (JsonNode)level)]),
        ["counts"] = new JsonArray([.. Counts.Select(count => (JsonNode)count)]),
        ["decimals"] = Decimals,
        ["minimum"] = double.IsNaN(Minimum) ? null : Minimum,
        ["maximum"] = double.IsNaN(Maximum) ? null : Maximum,
        ["lowest"] = Lowest.ToString(CultureInfo.InvariantCulture),
        ["highest"] = Highest.ToString(CultureInfo.InvariantCulture),
        ["missing"] = MissingShare,
    };

    public static ColumnRule FromJson(JsonNode? json)
    {
        string[] levels = LayoutJson.Strings(json, "levels");
        int[] counts = [.. LayoutJson.Array(json, "counts").Select(node => (int)LayoutJson.Number(node, "counts"))];
        int? decimals = LayoutJson.Get(json, "decimals") is { } places ? (int)LayoutJson.Number(places, "decimals") : null;
        if (counts.Length != levels.Length || decimals is < 0 or > 15)
        {
            throw LayoutJson.Damaged("columns");
        }

        return new ColumnRule(LayoutJson.String(json, "name"), LayoutJson.Type(json), levels, counts, decimals)
        {
            Minimum = Bound(json, "minimum"),
            Maximum = Bound(json, "maximum"),
            Lowest = Whole(json, "lowest"),
            Highest = Whole(json, "highest"),
            MissingShare = LayoutJson.Number(LayoutJson.Get(json, "missing"), "missing"),
        };
    }

    private static double Bound(JsonNode? json, string key) => LayoutJson.Get(json, key) is { } node ? LayoutJson.Number(node, key)
        : double.NaN;

    private static long Whole(JsonNode? json, string key) =>
        long.TryParse(LayoutJson.String(json, key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value
            : throw LayoutJson.Damaged(key);

    private RowFault ReadNumber(JsonElement value, ref ReplyCell cell)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return RowFault.Type;
        }

        // A column without values has NaN bounds, which no number lies between.
        if (!value.TryGetDouble(out double number) || !(number >= Minimum && number <= Maximum))
        {
            return RowFault.Range;
        }

        cell = new ReplyCell(number + 0.0, 0, 0, false);
        return Decimals is { } places && Math.Round(number, places) != number ? RowFault.Decimals : RowFault.None;
    }

    private RowFault ReadWhole(JsonElement value, ref ReplyCell cell)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return RowFault.Type;
        }

        if (!value.TryGetInt64(out long whole))
        {
            // Some models write 12.0 or 1e3 for a whole number; beyond 2^53 a float64 cannot say which one is meant.
            const double exact = 1L << 53;
            if (!value.TryGetDouble(out double number) || Math.Abs(number) > exact)
            {
                return RowFault.Range;
            }

            whole = (long)number;
            if (whole != number)
            {
                return RowFault.Whole;
            }
        }

        cell = new ReplyCell(0, whole, 0, false);
        return whole >= Lowest && whole <= Highest ? RowFault.None : RowFault.Range;
    }

    private RowFault ReadLevel(JsonElement value, ref ReplyCell cell)
    {
        // A level such as 1 may come as a number where the server does not hold the reply to the schema.
        string? text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
        if (text is null)
        {
            return RowFault.Type;
        }

        if (!_seen.TryGetValue(text, out int code))
        {
            return RowFault.Level;
        }

        cell = new ReplyCell(0, 0, code, false);
        return RowFault.None;
    }
}
