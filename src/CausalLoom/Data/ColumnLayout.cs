using System.Text.Json.Nodes;
using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>The facts of one column that a generator must keep: type, levels, decimals, range.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Levels">The levels of a two-level or categorical column in code order; empty for numbers.</param>
/// <param name="Decimals">The decimals of a continuous column, or null for full precision.</param>
/// <param name="Minimum">The smallest number, or NaN for levels and for a column without values.</param>
/// <param name="Maximum">The largest number, or NaN likewise.</param>
/// <param name="HasMissing">Whether values can be missing.</param>
public sealed record ColumnLayout(string Name, ColumnType Type, string[] Levels, int? Decimals, double Minimum, double Maximum,
    bool HasMissing)
{
    // The largest double below 2^63: what a decoded integer is clamped to where the range does not bind.
    private const double LargestLong = 9223372036854774784;

    /// <summary>Whether the column is numbers rather than levels.</summary>
    public bool IsNumber => Type is ColumnType.Continuous or ColumnType.Integer;

    /// <summary>The facts of a column.</summary>
    public static ColumnLayout Of(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        Moments range = column is DiscreteColumn ? Moments.Of([]) : Moments.Of(column);
        string[] levels = column is DiscreteColumn discrete ? discrete.Levels : [];
        int? decimals = (column as ContinuousColumn)?.Decimals;
        return new ColumnLayout(column.Name, column.Type, levels, decimals, range.Minimum, range.Maximum, column.MissingCount > 0);
    }

    /// <summary>
    /// A proper column from decoded numbers: clamped to the range, rounded to whole numbers or decimals, codes to the
    /// nearest level.
    /// </summary>
    /// <param name="values">Numbers, or level codes; NaN means missing where <see cref="HasMissing"/>.</param>
    /// <param name="missing">Where values are missing whatever the number says, or null.</param>
    /// <exception cref="CausalLoomException">A value is not a number although none can be missing: the model diverged.</exception>
    public Column Build(double[] values, bool[]? missing = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        bool[] gone = new bool[values.Length];
        for (int i = 0; i < gone.Length; i++)
        {
            gone[i] = missing?[i] == true || double.IsNaN(values[i]);
            if (gone[i] && !HasMissing && missing?[i] != true)
            {
                throw new CausalLoomException($"The model gives no number for column {CellText.Show(Name)}: its training diverged. Fit it "
                    + $"again with other options or another seed.");
            }
        }

        return Type switch
        {
            ColumnType.Continuous => new ContinuousColumn(Name, Map(values, gone, double.NaN, Continuous), Decimals),
            ColumnType.Integer => new IntegerColumn(Name, Map(values, gone, 0L, Integer), gone),
            ColumnType.Binary => new BinaryColumn(Name, Map(values, gone, -1, Code), Levels),
            _ => new CategoricalColumn(Name, Map(values, gone, -1, Code), Levels),
        };
    }

    internal JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["type"] = LayoutJson.Text(Type),
        ["levels"] = new JsonArray([.. Levels.Select(level => (JsonNode)level)]),
        ["decimals"] = Decimals,
        ["minimum"] = double.IsNaN(Minimum) ? null : Minimum,
        ["maximum"] = double.IsNaN(Maximum) ? null : Maximum,
        ["has_missing"] = HasMissing,
    };

    internal static ColumnLayout FromJson(JsonNode? json)
    {
        string name = LayoutJson.String(json, "name");
        double minimum = NumberOrNaN(json, "minimum"), maximum = NumberOrNaN(json, "maximum");
        double decimals = NumberOrNaN(json, "decimals");
        if (name.Length == 0 || minimum > maximum || double.IsNaN(minimum) != double.IsNaN(maximum) || decimals is < 0 or > 15)
        {
            throw LayoutJson.Damaged(name.Length == 0 ? "name" : name);
        }

        int? places = double.IsNaN(decimals) ? null : (int)decimals;
        return new ColumnLayout(name, LayoutJson.Type(json), LayoutJson.Strings(json, "levels"), places, minimum, maximum,
            LayoutJson.Boolean(json, "has_missing"));
    }

    private static double NumberOrNaN(JsonNode? json, string key) => LayoutJson.Get(json, key) is { } node ? LayoutJson.Number(node, key)
        : double.NaN;

    private static T[] Map<T>(double[] values, bool[] gone, T absent, Func<double, T> convert)
    {
        T[] mapped = new T[values.Length];
        for (int i = 0; i < mapped.Length; i++)
        {
            mapped[i] = gone[i] ? absent : convert(values[i]);
        }

        return mapped;
    }

    // Adding 0 turns −0 into 0, which reads the same and looks better.
    private double Continuous(double value) => (Decimals is { } decimals ? Math.Round(Clamp(value), decimals) : Clamp(value)) + 0.0;

    private long Integer(double value) => (long)Math.Clamp(Math.Round(Clamp(value)), -LargestLong, LargestLong);

    private int Code(double value) => (int)Math.Min(Math.Max(Math.Round(value), 0), Levels.Length - 1);

    private double Clamp(double value) => double.IsNaN(Minimum) ? value : Math.Clamp(value, Minimum, Maximum);
}
