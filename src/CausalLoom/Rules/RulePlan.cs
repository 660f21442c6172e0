using CausalLoom.Data;

namespace CausalLoom.Rules;

/// <summary>
/// How each column of a table is kept within rules: some are computed from others, some are drawn as what they exceed others by, some as
/// places on a grid. What no transformation can keep is left to be checked.
/// </summary>
internal sealed class RulePlan
{
    private RulePlan(TableLayout layout, IReadOnlyList<Rule> rules, IReadOnlyCollection<string> asDrawn)
    {
        (Layout, Rules, AsDrawn) = (layout, rules, asDrawn);
        Dictionary<string, ColumnLayout> columns = layout.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        Computed = RuleComputed.Order(rules, columns);
        HashSet<string> computed = [.. Computed.Select(one => one.Target)];
        Raised = RaisedColumn.Order(rules, columns, computed, asDrawn);
        HashSet<string> raised = [.. Raised.Select(one => one.Name)];
        Grids = [];
        foreach (Rule rule in rules)
        {
            if (rule.Columns is [var name] && columns.TryGetValue(name, out ColumnLayout? column) && column.IsNumber
                && !computed.Contains(name) && RuleGrid.Of(rule.Shape) is { } grid)
            {
                Grids.TryAdd(name, grid);
            }
        }

        Indexed = [.. Grids.Keys.Where(name => !raised.Contains(name))];
        Implications = [.. rules.Select(rule => rule.Shape).OfType<ImplicationShape>()];
        Gates = RuleGate.Of(Implications, columns, [.. computed, .. raised]);
    }

    /// <summary>The columns as they are to be.</summary>
    public TableLayout Layout { get; }

    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>Columns that are computed from others, in an order in which they can be.</summary>
    public IReadOnlyList<RuleComputed> Computed { get; }

    /// <summary>Columns that are not below others, in an order in which they can be drawn.</summary>
    public IReadOnlyList<RaisedColumn> Raised { get; }

    /// <summary>Columns that are not below others and are drawn as they are all the same: rows that cross are drawn anew.</summary>
    public IReadOnlyCollection<string> AsDrawn { get; }

    /// <summary>The grids of columns.</summary>
    public Dictionary<string, RuleGrid> Grids { get; }

    /// <summary>Columns that are drawn as places on their grid.</summary>
    public HashSet<string> Indexed { get; }

    /// <summary>Columns that are closed by others.</summary>
    public IReadOnlyList<RuleGate> Gates { get; }

    /// <summary>What can be put right where it does not hold.</summary>
    public IReadOnlyList<ImplicationShape> Implications { get; }

    /// <summary>The plan for a table's columns.</summary>
    /// <param name="layout">The columns.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="asDrawn">Columns of which no difference is to be drawn.</param>
    public static RulePlan Of(TableLayout layout, IReadOnlyList<Rule> rules, IReadOnlyCollection<string> asDrawn) =>
        new(layout, rules, asDrawn);
}
