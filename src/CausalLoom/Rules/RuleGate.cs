using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Rules;

/// <summary>
/// A column that has one value, or none, exactly where a level of another says so: no cigarettes exactly where someone does not smoke. It
/// is drawn as if the gate were always open, and closed by what it depends on.
/// </summary>
/// <param name="If">Where it is closed.</param>
/// <param name="Then">What it is there.</param>
internal sealed record RuleGate(RuleLiteral If, RuleLiteral Then)
{
    /// <summary>All gates among rules.</summary>
    /// <param name="implications">The rules' implications.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="taken">Columns that are kept in another way.</param>
    public static IReadOnlyList<RuleGate> Of(IReadOnlyList<ImplicationShape> implications, Dictionary<string, ColumnLayout> columns,
        HashSet<string> taken)
    {
        // Each implication both ways, and of two levels what is not the one is the other.
        HashSet<(string, string)> known = [];
        List<(RuleLiteral If, RuleLiteral Then)> all = [];
        foreach (ImplicationShape implied in implications)
        {
            foreach ((RuleLiteral when, RuleLiteral then) in ((RuleLiteral, RuleLiteral)[])
                [(implied.If, implied.Then), (implied.Then.Not, implied.If.Not)])
            {
                (RuleLiteral a, RuleLiteral b) = (Plain(when, columns), Plain(then, columns));
                known.Add((a.Text(), b.Text()));
                all.Add((a, b));
            }
        }

        Dictionary<string, RuleGate> gates = [];
        foreach ((RuleLiteral when, RuleLiteral then) in all)
        {
            if (!then.Negated && then.Values.Count <= 1 && columns.TryGetValue(when.Column, out ColumnLayout? level) && !level.IsNumber
                && !when.IsMissing && !level.HasMissing && columns.TryGetValue(then.Column, out ColumnLayout? gated)
                && (then.IsMissing || (gated.IsNumber && then.Values[0] is double)) && !taken.Contains(when.Column)
                && !taken.Contains(then.Column) && known.Contains((then.Text(), when.Text())) && !gates.ContainsKey(when.Column))
            {
                gates.TryAdd(then.Column, new RuleGate(when, then));
            }
        }

        return [.. gates.Values.Where(gate => !gates.ContainsKey(gate.If.Column))];
    }

    /// <summary>The column with values from open rows in closed ones, to learn from.</summary>
    public Column Open(Column column)
    {
        sbyte[] closed = Then.Holds(column);
        int[] open = [.. Enumerable.Range(0, closed.Length).Where(i => closed[i] != 1)];
        if (open.Length == 0)
        {
            return column;
        }

        RandomStream stream = RandomStream.Of(0).Child("gate").Child(column.Name);
        return column.Take([.. Enumerable.Range(0, closed.Length).Select(i => closed[i] == 1 ? open[stream.NextInt(open.Length)] : i)]);
    }

    private static RuleLiteral Plain(RuleLiteral literal, Dictionary<string, ColumnLayout> columns)
    {
        if (!literal.Negated || literal.IsMissing || !columns.TryGetValue(literal.Column, out ColumnLayout? layout)
            || layout.Levels.Length != 2)
        {
            return literal;
        }

        string[] others = [.. layout.Levels.Where(level => !literal.HasLevel(level))];
        return others.Length != 1 ? literal
            : new RuleLiteral(literal.Column, [literal.Values[0] is string ? others[0] : RuleLiteral.Number(others[0])], false);
    }
}
