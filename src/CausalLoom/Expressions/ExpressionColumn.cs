using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Io;

namespace CausalLoom.Expressions;

/// <summary>How a column's values enter an expression.</summary>
internal enum ExpressionColumnKind
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
internal sealed record ExpressionColumn(string Name, ExpressionColumnKind Kind, string[] Levels)
{
    /// <summary>A column of a table.</summary>
    public static ExpressionColumn Of(Column column)
    {
        if (column is not DiscreteColumn discrete || discrete.Levels.All(CellText.IsNumber))
        {
            return new ExpressionColumn(column.Name, ExpressionColumnKind.Number, []);
        }

        return discrete.Levels.All(level => Truth(level) >= 0)
            ? new ExpressionColumn(column.Name, ExpressionColumnKind.Logical, [])
            : new ExpressionColumn(column.Name, ExpressionColumnKind.Text, discrete.Levels);
    }

    /// <summary>The values of this column in another table as numbers, NaN where missing.</summary>
    /// <exception cref="CausalLoomException">The column is absent or of another kind there.</exception>
    public double[] Numbers(Table table)
    {
        Column column = table[Name];
        if (Kind == ExpressionColumnKind.Number && Of(column).Kind == ExpressionColumnKind.Number)
        {
            return column is ContinuousColumn continuous ? continuous.Values : column.ToNumbers();
        }

        return Kind == ExpressionColumnKind.Logical && column is DiscreteColumn discrete && discrete.Levels.All(level => Truth(level) >= 0)
            ? Lookup(discrete, Array.ConvertAll(discrete.Levels, level => (double)Truth(level)))
            : throw Changed();
    }

    /// <summary>1 where this column of text has one of the levels, 0 where it has another, NaN where it is missing.</summary>
    public double[] Matches(Table table, HashSet<string> levels)
    {
        DiscreteColumn column = Discrete(table);
        return Lookup(column, Array.ConvertAll(column.Levels, level => levels.Contains(level) ? 1.0 : 0));
    }

    /// <summary>1 where this column of text has the same level as another, 0 where not, NaN where either is missing.</summary>
    public double[] Same(ExpressionColumn other, Table table)
    {
        DiscreteColumn left = Discrete(table), right = other.Discrete(table);
        int[] codes = Array.ConvertAll(left.Levels, level => Array.IndexOf(right.Levels, level));
        return [.. left.Codes.Select((code, i) => code < 0 || right.Codes[i] < 0 ? double.NaN : codes[code] == right.Codes[i] ? 1.0 : 0)];
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
    public static ExpressionColumn FromJson(JsonNode? json)
    {
        string kind = LayoutJson.String(json, "kind");
        if (!Enum.GetNames<ExpressionColumnKind>().Contains(kind))
        {
            throw LayoutJson.Damaged("kind");
        }

        ExpressionColumn column = new(LayoutJson.String(json, "name"), Enum.Parse<ExpressionColumnKind>(kind),
            LayoutJson.Strings(json, "levels"));
        return column.Kind == ExpressionColumnKind.Text && column.Levels.Length == 0 ? throw LayoutJson.Damaged("levels") : column;
    }

    private CausalLoomException Changed() =>
        new($"Column {CellText.Show(Name)} does not hold the kind of values that it held when the expression was bound "
            + $"({Kind switch
            {
                ExpressionColumnKind.Text => "text levels",
                ExpressionColumnKind.Logical => "true and false",
                _ => "numbers",
            }}).");

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
