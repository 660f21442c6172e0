using System.Text.Json.Nodes;
using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>What <see cref="FeatureEncoder"/> learned of one column, and how it becomes features.</summary>
internal sealed class FeaturePlan
{
    private readonly LevelMap? _map;
    private readonly double[] _levelValues;

    private FeaturePlan(string name, ColumnType type, string[] levels, int[] slots, bool levelNumbers)
    {
        Name = name;
        Type = type;
        Levels = levels;
        Slots = slots;
        LevelNumbers = levelNumbers;
        _map = IsNumber ? null : new LevelMap(levels);
        _levelValues = type == ColumnType.Binary && levelNumbers
            ? DiscreteColumn.LevelNumbers(levels)
            : [.. Enumerable.Range(0, levels.Length).Select(code => (double)code)];
        BlockWidth = type == ColumnType.Categorical ? slots.DefaultIfEmpty(-1).Max() + 1 : 1;
    }

    public string Name { get; }

    public ColumnType Type { get; }

    public string[] Levels { get; }

    /// <summary>Gets, for a category, the feature of each level within the block; −1 for none.</summary>
    public int[] Slots { get; }

    public double Centre { get; private init; }

    public double Scale { get; private init; } = 1;

    /// <summary>Gets what a missing value becomes: the mean, or the code of the most frequent level.</summary>
    public double Fill { get; private init; }

    public bool Indicator { get; private init; }

    public bool LevelNumbers { get; }

    public int BlockWidth { get; }

    public int Width => BlockWidth + (Indicator ? 1 : 0);

    private bool IsNumber => Type is ColumnType.Continuous or ColumnType.Integer;

    public static FeaturePlan Of(Column column, FeatureOptions options)
    {
        bool indicator = options.MissingIndicators && column.MissingCount > 0;
        if (column is not DiscreteColumn discrete)
        {
            Moments moments = Moments.Of(column);
            double mean = moments.Count == 0 ? 0 : moments.Mean;
            double scale = options.Standardize && moments.Sd > 0 ? moments.Sd : 1;
            return new FeaturePlan(column.Name, column.Type, [], [], levelNumbers: false)
                { Centre = options.Standardize ? mean : 0, Scale = scale, Fill = mean, Indicator = indicator };
        }

        int[] counts = Counts(discrete);
        int mode = counts.Length == 0 ? 0 : Array.IndexOf(counts, counts.Max());
        int[] slots = discrete.Type == ColumnType.Categorical ? ChooseSlots(counts, options) : [];
        return new FeaturePlan(column.Name, column.Type, discrete.Levels, slots, options.LevelNumbers)
            { Fill = mode, Indicator = indicator };
    }

    public IEnumerable<string> FeatureNames()
    {
        if (Type == ColumnType.Categorical)
        {
            for (int slot = 0; slot < BlockWidth; slot++)
            {
                int first = Array.IndexOf(Slots, slot);
                yield return Array.LastIndexOf(Slots, slot) == first ? $"{Name}={Levels[first]}" : $"{Name}=(other)";
            }
        }
        else
        {
            yield return Name;
        }

        if (Indicator)
        {
            yield return $"{Name} (missing)";
        }
    }

    /// <summary>A table's column made ready to be encoded.</summary>
    /// <exception cref="CausalLoomException">It holds text where numbers were fitted.</exception>
    public EncodedColumn Bind(Column column, bool keepMissing)
    {
        if (IsNumber && column is DiscreteColumn discrete && discrete.Levels.FirstOrDefault(level => !CellText.IsNumber(level)) is { } text)
        {
            throw new CausalLoomException($"Column '{Name}' held numbers when the model was fitted and holds text ('{text}') here.");
        }

        return new EncodedColumn(this, column, IsNumber ? null : _map!.Codes(column), keepMissing);
    }

    /// <summary>What a level's code becomes, the block's first feature being 0.</summary>
    public double LevelValue(int code) => _levelValues[code];

    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["type"] = LayoutJson.Text(Type),
        ["levels"] = new JsonArray([.. Levels.Select(level => (JsonNode)level)]),
        ["slots"] = new JsonArray([.. Slots.Select(slot => (JsonNode)slot)]),
        ["centre"] = Centre,
        ["scale"] = Scale,
        ["fill"] = Fill,
        ["indicator"] = Indicator,
        ["level_numbers"] = LevelNumbers,
    };

    public static FeaturePlan FromJson(JsonNode? json)
    {
        string name = LayoutJson.String(json, "name");
        ColumnType type = LayoutJson.Type(json);
        string[] levels = LayoutJson.Strings(json, "levels");
        int[] slots = [.. LayoutJson.Array(json, "slots").Select(node => (int)LayoutJson.Number(node, "slots"))];
        int expected = type == ColumnType.Categorical ? levels.Length : 0;
        if (slots.Length != expected || slots.Any(slot => slot < -1 || slot >= levels.Length))
        {
            throw LayoutJson.Damaged("slots");
        }

        return new FeaturePlan(name, type, levels, slots, LayoutJson.Boolean(json, "level_numbers"))
        {
            Centre = LayoutJson.Number(json?["centre"], "centre"),
            Scale = LayoutJson.Number(json?["scale"], "scale"),
            Fill = LayoutJson.Number(json?["fill"], "fill"),
            Indicator = LayoutJson.Boolean(json, "indicator"),
        };
    }

    private static int[] Counts(DiscreteColumn column)
    {
        int[] counts = new int[column.Levels.Length];
        foreach (int code in column.Codes)
        {
            if (code >= 0)
            {
                counts[code]++;
            }
        }

        return counts;
    }

    private static int[] ChooseSlots(int[] counts, FeatureOptions options)
    {
        int[] slots = new int[counts.Length];
        bool pooled = counts.Length > options.MaxLevels;
        HashSet<int> own = [.. Enumerable.Range(0, counts.Length).OrderByDescending(code => counts[code]).ThenBy(code => code)
            .Take(options.MaxLevels)];
        int next = 0;
        for (int code = 0; code < slots.Length; code++)
        {
            slots[code] = (options.DropFirst && code == 0) || (pooled && !own.Contains(code)) ? -1 : next++;
        }

        for (int code = options.DropFirst ? 1 : 0; pooled && code < slots.Length; code++)
        {
            slots[code] = slots[code] < 0 ? next : slots[code];
        }

        return slots;
    }
}
