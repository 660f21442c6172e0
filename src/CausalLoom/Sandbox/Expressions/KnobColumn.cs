using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Io;

namespace CausalLoom.Sandbox.Expressions;

/// <summary>How a column's values enter an expression.</summary>
internal enum KnobColumnKind
{
    /// <summary>Numbers: numeric columns, and levels that all look like numbers.</summary>
    Number,

    /// <summary>Levels that all are true or false, which count as 1 and 0.</summary>
    Logical,

    /// <summary>Levels that are text, which can only be compared.</summary>
    Text,
}

/// <summary>What an expression needs to know of a column before it sees values.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Kind">How its values enter.</param>
/// <param name="Levels">The levels of a column of text, otherwise empty.</param>
internal sealed record KnobColumn(string Name, KnobColumnKind Kind, string[] Levels)
{
    /// <summary>A column of a table.</summary>
    public static KnobColumn Of(Column column)
    {
        if (column is not DiscreteColumn discrete || discrete.Levels.All(CellText.IsNumber))
        {
            return new KnobColumn(column.Name, KnobColumnKind.Number, []);
        }

        return discrete.Levels.All(level => Truth(level) >= 0)
            ? new KnobColumn(column.Name, KnobColumnKind.Logical, [])
            : new KnobColumn(column.Name, KnobColumnKind.Text, discrete.Levels);
    }

    /// <summary>The values of this column in another table as numbers, NaN where missing.</summary>
    /// <exception cref="CausalLoomException">The column is absent or of another kind there.</exception>
    public double[] Numbers(Table table)
    {
        Column column = table[Name];
        if (Kind == KnobColumnKind.Number && Of(column).Kind == KnobColumnKind.Number)
        {
            return column is ContinuousColumn continuous ? continuous.Values : column.ToNumbers();
        }

        return Kind == KnobColumnKind.Logical && column is DiscreteColumn discrete && discrete.Levels.All(level => Truth(level) >= 0)
            ? Lookup(discrete, Array.ConvertAll(discrete.Levels, level => (double)Truth(level)))
            : throw Changed();
    }

    /// <summary>1 where this column of text has one of the levels, 0 where it has another, NaN where it is missing.</summary>
    public double[] Matches(Table table, HashSet<string> levels)
    {
        DiscreteColumn column = Discrete(table);
        return Lookup(column, Array.ConvertAll(column.Levels, level => levels.Contains(level) ? 1.0 : 0));
    }

    /// <summary>This column of text in a table.</summary>
    public DiscreteColumn Discrete(Table table) => table[Name] as DiscreteColumn ?? throw Changed();

    /// <summary>For a saved model.</summary>
    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["kind"] = Kind.ToString(),
        ["levels"] = new JsonArray([.. Levels.Select(level => JsonValue.Create(level))]),
    };

    /// <summary>What <see cref="ToJson"/> wrote.</summary>
    public static KnobColumn FromJson(JsonNode? json)
    {
        string kind = LayoutJson.String(json, "kind");
        if (!Enum.GetNames<KnobColumnKind>().Contains(kind))
        {
            throw LayoutJson.Damaged("kind");
        }

        KnobColumn column = new(LayoutJson.String(json, "name"), Enum.Parse<KnobColumnKind>(kind), LayoutJson.Strings(json, "levels"));
        return column.Kind == KnobColumnKind.Text && column.Levels.Length == 0 ? throw LayoutJson.Damaged("levels") : column;
    }

    private CausalLoomException Changed() =>
        new($"Column {CellText.Show(Name)} does not hold the kind of values that it held when the knob was made "
            + $"({Kind switch { KnobColumnKind.Text => "text levels", KnobColumnKind.Logical => "true and false", _ => "numbers" }}).");

    private static double[] Lookup(DiscreteColumn column, double[] values) =>
        Array.ConvertAll(column.Codes, code => code < 0 ? double.NaN : values[code]);

    // T and F are left out: they may be letters of a code.
    private static int Truth(string level) => level switch
    {
        "TRUE" or "True" or "true" => 1,
        "FALSE" or "False" or "false" => 0,
        _ => -1,
    };
}
