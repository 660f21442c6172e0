using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Rules;

namespace CausalLoom.Synthesis;

/// <summary>
/// What a real outcome column looks like, so that synthetic outcomes look the same: type, levels, decimals and observed range.
/// </summary>
/// <param name="Name">The column's name.</param>
/// <param name="Type">Continuous, integer or binary.</param>
/// <param name="Levels">The two level names of a binary outcome, otherwise empty.</param>
/// <param name="Decimals">The decimals a continuous outcome's values agree on, or null.</param>
/// <param name="Minimum">The smallest observed value.</param>
/// <param name="Maximum">The largest observed value.</param>
public sealed record OutcomeShape(string Name, ColumnType Type, IReadOnlyList<string> Levels, int? Decimals, double Minimum, double Maximum)
{
    /// <summary>Whether the outcome has two levels.</summary>
    public bool IsBinary => Type == ColumnType.Binary;

    /// <summary>The rule that says which values it takes, such as fives; null where any will do.</summary>
    public string? Rule { get; init; }

    /// <summary>The shape of the outcome of a data set.</summary>
    /// <param name="data">The data.</param>
    /// <param name="rules">The rules, of which the outcome's own count; null: those found in it.</param>
    public static OutcomeShape Of(CausalData data, IReadOnlyList<Rule>? rules = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        Column column = data.OutcomeColumn;
        rules ??= RuleFinder.Find(new Table([column])).Rules;
        string? own = rules.FirstOrDefault(rule => rule.Columns is [var only] && only == column.Name
            && RuleGrid.Of(rule.Shape) is not null)?.Text;
        return new OutcomeShape(
            column.Name,
            column.Type,
            column is DiscreteColumn discrete ? [.. discrete.Levels] : [],
            (column as ContinuousColumn)?.Decimals,
            data.Outcome.Min(),
            data.Outcome.Max()) { Rule = column is DiscreteColumn ? null : own };
    }

    /// <summary>
    /// Puts drawn values on the outcome's grid. Decimals round to nearest. Whole numbers, and the values that a rule allows, round up or
    /// down at random in proportion to the fraction, which leaves every conditional mean as it was (rounding to nearest would not).
    /// </summary>
    public double[] OnGrid(double[] values, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(stream);
        if (Rule is not null && RuleGrid.Of(CausalLoom.Rules.Rule.Parse(Rule).Shape) is { } grid)
        {
            return Array.ConvertAll(values, v => grid.Between(v, stream.NextDouble()));
        }

        return Type switch
        {
            ColumnType.Integer => Array.ConvertAll(values, v => Math.Floor(v + stream.NextDouble())),
            ColumnType.Continuous when Decimals is int decimals => Array.ConvertAll(values, v => Math.Round(v, decimals)),
            _ => values,
        };
    }

    /// <summary>A column of this shape.</summary>
    public Column Build(double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Type switch
        {
            ColumnType.Binary => new BinaryColumn(Name, Array.ConvertAll(values, v => v >= 0.5 ? 1 : 0), [.. Levels]),
            ColumnType.Integer => new IntegerColumn(Name, Array.ConvertAll(values, v => (long)Math.Round(v))),
            _ => new ContinuousColumn(Name, values, Decimals),
        };
    }

    /// <summary>Writes the shape into a model's settings.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new()
        {
            ["name"] = Name,
            ["type"] = Type.ToString(),
            ["levels"] = new JsonArray([.. Levels.Select(level => JsonValue.Create(level))]),
            ["decimals"] = Decimals,
            ["minimum"] = Minimum,
            ["maximum"] = Maximum,
        };
        if (Rule is not null)
        {
            json["rule"] = Rule;
        }

        return json;
    }

    /// <summary>Reads a shape from a model's settings.</summary>
    /// <exception cref="CausalLoomException">It is not one.</exception>
    public static OutcomeShape FromJson(JsonNode? node)
    {
        try
        {
            return new OutcomeShape(
                node!["name"]!.GetValue<string>(),
                Enum.Parse<ColumnType>(node["type"]!.GetValue<string>()),
                [.. node["levels"]!.AsArray().Select(level => level!.GetValue<string>())],
                node["decimals"]?.GetValue<int>(),
                node["minimum"]!.GetValue<double>(),
                node["maximum"]!.GetValue<double>()) { Rule = node["rule"]?.GetValue<string>() };
        }
        catch (Exception e) when (e is NullReferenceException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new CausalLoomException("The model file does not describe its outcome. Fit the model again.", e);
        }
    }
}
