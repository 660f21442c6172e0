using CausalLoom.Data;

namespace CausalLoom.Rules;

/// <summary>A column that a rule computes from others.</summary>
/// <param name="Target">The column.</param>
/// <param name="Inputs">What it is computed from.</param>
/// <param name="Shapes">The rule; of flags one for each level.</param>
internal sealed record RuleComputed(string Target, IReadOnlyList<string> Inputs, IReadOnlyList<RuleShape> Shapes)
{
    /// <summary>All that can be computed, each after its inputs; a rule that would close a circle is left out.</summary>
    public static IReadOnlyList<RuleComputed> Order(IReadOnlyList<Rule> rules, Dictionary<string, ColumnLayout> columns)
    {
        Dictionary<string, RuleComputed> found = [];
        foreach (Rule rule in rules.Where(rule => rule.Columns.All(columns.ContainsKey)))
        {
            if (Of(rule, rules, columns) is { } computed && !found.ContainsKey(computed.Target)
                && !computed.Inputs.Any(input => DependsOn(input, computed.Target, found)))
            {
                found.Add(computed.Target, computed);
            }
        }

        List<RuleComputed> order = [];
        while (order.Count < found.Count)
        {
            order.AddRange(found.Values.Where(one => !order.Contains(one) && one.Inputs.All(input =>
                !found.TryGetValue(input, out RuleComputed? before) || order.Contains(before))).ToList());
        }

        return order;
    }

    /// <summary>Its values.</summary>
    /// <param name="table">The inputs.</param>
    /// <param name="layout">The column as it is to be.</param>
    public Column Compute(Table table, ColumnLayout layout)
    {
        if (Shapes[0] is FlagShape)
        {
            return Flags(table, layout);
        }

        if (Shapes[0] is SumShape { Terms: [(var same, 1)] } && (!layout.IsNumber || table[same] is DiscreteColumn))
        {
            return Copy(table[same], layout);
        }

        double[][] inputs = [.. Inputs.Select(input => RuleNumbers.Of(table[input]))];
        double[] values = Shapes[0] is SumShape sum ? RuleCheck.Sum(sum, inputs)
            : RuleCheck.Product((ProductShape)Shapes[0], inputs[0], inputs[1]);

        // No range: a total is what its parts make it.
        ColumnLayout free = layout with { Minimum = double.MinValue, Maximum = double.MaxValue, HasMissing = true };
        return free.Build(Array.ConvertAll(values, value => double.IsFinite(value) ? value : double.NaN));
    }

    private static RuleComputed? Of(Rule rule, IReadOnlyList<Rule> rules, Dictionary<string, ColumnLayout> columns) => rule.Shape switch
    {
        SumShape { Terms: [(var same, 1)] } sum => new RuleComputed(sum.Target, [same], [sum]),
        SumShape sum when columns[sum.Target].IsNumber => new RuleComputed(sum.Target, [.. sum.Terms.Select(term => term.Name)], [sum]),
        ProductShape product when columns[product.Target].IsNumber =>
            new RuleComputed(product.Target, [product.Left, product.Right], [product]),
        FlagShape flag when !columns[flag.Target].IsNumber => Flag(flag, rules, columns[flag.Target]),
        _ => null,
    };

    // All levels have to be said, but of two one says both.
    private static RuleComputed? Flag(FlagShape flag, IReadOnlyList<Rule> rules, ColumnLayout column)
    {
        FlagShape[] all = [.. rules.Select(rule => rule.Shape).OfType<FlagShape>().Where(other => other.Target == flag.Target
            && other.Input == flag.Input)];
        int said = column.Levels.Count(level => all.Any(one => one.Level.HasLevel(level)));
        return said == column.Levels.Length || (said == 1 && column.Levels.Length == 2)
            ? new RuleComputed(flag.Target, [flag.Input], all) : null;
    }

    private static bool DependsOn(string name, string target, Dictionary<string, RuleComputed> found) => name == target
        || (found.TryGetValue(name, out RuleComputed? computed) && computed.Inputs.Any(input => DependsOn(input, target, found)));

    private DiscreteColumn Flags(Table table, ColumnLayout layout)
    {
        double[] values = RuleNumbers.Of(table[Inputs[0]]);
        FlagShape[] flags = [.. Shapes.Cast<FlagShape>()];
        int[] level = [.. flags.Select(flag => Array.FindIndex(layout.Levels, flag.Level.HasLevel))];
        int other = Array.FindIndex(layout.Levels, text => !flags.Any(flag => flag.Level.HasLevel(text)));
        double[] codes = Array.ConvertAll(values, value =>
        {
            int at = Array.FindIndex(flags, flag => value >= flag.Minimum && value < flag.Maximum);
            int code = at >= 0 ? level[at] : other;
            return double.IsNaN(value) || code < 0 ? double.NaN : code;
        });
        return (DiscreteColumn)(layout with { HasMissing = true }).Build(codes);
    }

    private static Column Copy(Column from, ColumnLayout layout)
    {
        double[] values = new double[from.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = from.IsMissing(i) ? double.NaN : layout.IsNumber ? from.NumberAt(i) : Code(from.TextAt(i), layout.Levels);
        }

        ColumnLayout free = layout with { Minimum = double.MinValue, Maximum = double.MaxValue, HasMissing = true };
        return free.Build(values);
    }

    private static double Code(string text, string[] levels)
    {
        int code = Array.IndexOf(levels, text);
        if (code < 0 && Io.CellText.TryNumber(text, out double number))
        {
            code = Array.FindIndex(levels, level => Io.CellText.TryNumber(level, out double other) && other == number);
        }

        return code < 0 ? double.NaN : code;
    }
}
