using System.Text.Json.Nodes;
using CausalLoom.Data;
using CausalLoom.Io;

namespace CausalLoom.Rules;

/// <summary>
/// A table as a generator learns it so that what it draws can be put back within rules: without the columns that others determine, with
/// differences in place of columns that are not below others, with places on a grid in place of values in steps.
/// </summary>
internal sealed class RuleEncoding
{
    // How many rows lend a level at most.
    private const int Lent = 1000;

    private readonly RulePlan _plan;
    private readonly HashSet<string> _dropped;
    private readonly Dictionary<string, double> _fills;
    private readonly Dictionary<string, ColumnLayout> _columns;

    private RuleEncoding(RulePlan plan, HashSet<string> dropped, Dictionary<string, double> fills)
    {
        (_plan, _dropped, _fills) = (plan, dropped, fills);
        _columns = plan.Layout.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
    }

    /// <summary>The rules.</summary>
    public IReadOnlyList<Rule> Rules => _plan.Rules;

    /// <summary>The encoding for a table.</summary>
    /// <param name="table">The rows that will be learned from.</param>
    /// <param name="rules">The rules, all of whose columns are there.</param>
    /// <param name="kept">Columns that a generator has to see whatever determines them.</param>
    public static RuleEncoding Of(Table table, IReadOnlyList<Rule> rules, IReadOnlyCollection<string> kept)
    {
        TableLayout layout = TableLayout.Of(table);
        RulePlan plan = RulePlan.Of(layout, rules, OrderTies.Elsewhere(RulePlan.Of(layout, rules, []), table));
        HashSet<string> dropped = [.. plan.Computed.Where(one => !kept.Contains(one.Target) && Determines(one, table))
            .Select(one => one.Target)];
        Dictionary<string, double> fills = [];
        foreach (RaisedColumn raised in plan.Raised)
        {
            double[] lows = raised.Floor(name => RuleNumbers.Of(table[name]), name => ColumnLayout.Of(table[name]));
            double[] known = [.. lows.Where(value => !double.IsNaN(value)).Order()];
            fills[raised.Name] = known.Length == 0 ? 0 : known[known.Length / 2];
        }

        return new RuleEncoding(plan, dropped, fills);
    }

    /// <summary>The table to learn from.</summary>
    public Table Encode(Table table) => Encode(table, (gate, column) => gate.Open(column));

    /// <summary>What is given of rows to be drawn: a closed gate says nothing of what would be behind it.</summary>
    public Table EncodeGiven(Table given) => Encode(given, (gate, column) => given.Contains(gate.If.Column)
        ? Put(column, Array.ConvertAll(gate.Then.Holds(column), holds => holds == 1), new RuleLiteral(column.Name, [], false)) : column);

    private Table Encode(Table table, Func<RuleGate, Column, Column> open)
    {
        List<Column> columns = [];
        foreach (Column original in table.Columns)
        {
            Column column = _plan.Gates.FirstOrDefault(gate => gate.Then.Column == original.Name) is { } gate ? open(gate, original)
                : original;
            RaisedColumn? raised = _plan.Raised.FirstOrDefault(one => one.Name == column.Name);
            if (_dropped.Contains(column.Name))
            {
                continue;
            }

            columns.Add(raised is not null ? Difference(column, raised, table)
                : _plan.Indexed.Contains(column.Name) ? Places(column) : column);
        }

        return new Table(columns);
    }

    /// <summary>A drawn table back with all columns, in the original order; cells that were given stay as they are.</summary>
    public Table Decode(Table drawn, Table? given = null)
    {
        Dictionary<string, Column> columns = drawn.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        foreach (string name in _plan.Indexed)
        {
            RuleGrid grid = _plan.Grids[name];
            columns[name] = Make(name, Array.ConvertAll(columns[name].ToNumbers(), grid.At), given);
        }

        foreach (RaisedColumn raised in _plan.Raised)
        {
            columns[raised.Name] = Raise(raised, columns, given);
        }

        foreach (RuleGate gate in _plan.Gates)
        {
            Column gated = columns[gate.Then.Column];
            sbyte[] closed = gate.If.Holds(columns[gate.If.Column]);

            // An open value that was given beside a closed gate stays, and is refused as breaking the rule.
            bool[]? known = given?.Contains(gated.Name) == true ? Array.ConvertAll(gate.Then.Holds(given[gated.Name]), holds => holds == 0)
                : null;
            columns[gated.Name] = Put(gated, [.. closed.Select((holds, i) => holds == 1 && known?[i] != true)], gate.Then);
        }

        Force(columns, given);
        if (given is null)
        {
            Exchange(columns);
        }

        foreach (RuleComputed computed in _plan.Computed)
        {
            columns[computed.Target] = Compute(computed, columns);
        }

        return new Table([.. _plan.Layout.Columns.Select(column => columns[column.Name])]);
    }

    /// <summary>Refuses what is given where it cannot be drawn from: a column that is drawn from others, without them.</summary>
    /// <exception cref="CausalLoomException">A cell is known and what it is drawn from is not.</exception>
    public void CheckGiven(Table given)
    {
        IEnumerable<(string Name, IReadOnlyList<string> Inputs)> ties = _plan.Computed.Select(one => (one.Target, one.Inputs))
            .Concat(_plan.Raised.Select(one => (one.Name, (IReadOnlyList<string>)[.. one.Lows.Select(low => low.Name)])))
            .Concat(_plan.Gates.Select(one => (one.Then.Column, (IReadOnlyList<string>)[one.If.Column])));
        foreach ((string name, IReadOnlyList<string> inputs) in ties.Where(tie => given.Contains(tie.Name)))
        {
            Column column = given[name];
            for (int i = 0; i < column.Count; i++)
            {
                if (!column.IsMissing(i) && inputs.FirstOrDefault(input => !given.Contains(input) || given[input].IsMissing(i)) is { } open)
                {
                    throw new CausalLoomException($"Row {i + 1}: {CellText.Show(name)} is given and {CellText.Show(open)} is not, which it "
                        + $"is drawn from, so that a rule between them holds. Give both, or fit the model with ‹rules none›.");
                }
            }
        }
    }

    /// <summary>All that <see cref="FromJson"/> needs.</summary>
    public JsonObject ToJson() => new()
    {
        ["layout"] = _plan.Layout.ToJson(),
        ["rules"] = new JsonArray([.. Rules.Select(rule => JsonValue.Create(rule.Text))]),
        ["dropped"] = new JsonArray([.. _dropped.Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))]),
        ["as_drawn"] = new JsonArray([.. _plan.AsDrawn.Order(StringComparer.Ordinal).Select(name => JsonValue.Create(name))]),
        ["fills"] = new JsonObject(_plan.Raised.Select(one => KeyValuePair.Create(one.Name, (JsonNode?)_fills[one.Name]))),
    };

    /// <summary>What <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="CausalLoomException">It is damaged.</exception>
    public static RuleEncoding FromJson(JsonNode? json)
    {
        TableLayout layout = TableLayout.FromJson(LayoutJson.Get(json, "layout"));
        Rule[] rules = [.. LayoutJson.Strings(json, "rules").Select(text => Rule.Parse(text, "The model file"))];
        RulePlan plan = RulePlan.Of(layout, rules, LayoutJson.Strings(json, "as_drawn"));
        HashSet<string> dropped = [.. LayoutJson.Strings(json, "dropped")];
        Dictionary<string, double> fills = [];
        foreach (RaisedColumn raised in plan.Raised)
        {
            fills[raised.Name] = LayoutJson.Number(LayoutJson.Get(LayoutJson.Get(json, "fills"), raised.Name), raised.Name);
        }

        return dropped.All(name => plan.Computed.Any(one => one.Target == name)) && rules.All(rule =>
            rule.Columns.All(name => layout.Columns.Any(column => column.Name == name)))
            ? new RuleEncoding(plan, dropped, fills) : throw LayoutJson.Damaged("rules");
    }

    // Missing exactly where an input is.
    private static bool Determines(RuleComputed computed, Table table)
    {
        Column target = table[computed.Target];
        Column[] inputs = [.. computed.Inputs.Select(input => table[input])];
        return Enumerable.Range(0, target.Count).All(i => target.IsMissing(i) == Array.Exists(inputs, input => input.IsMissing(i)));
    }

    private Column Difference(Column column, RaisedColumn raised, Table table)
    {
        if (raised.Lows.Any(low => !table.Contains(low.Name)))
        {
            // Nothing is known of it that can be used: CheckGiven has seen to that.
            return MakePlain(raised, Array.ConvertAll(new double[column.Count], _ => double.NaN));
        }

        double[] floor = raised.Floor(name => RuleNumbers.Of(table[name]), name => _columns[name]), values = RuleNumbers.Of(column);
        return MakePlain(raised, [.. values.Select((value, i) => double.IsNaN(floor[i]) ? value - _fills[raised.Name]
            : Math.Max(0, value - floor[i]))]);
    }

    private Column MakePlain(RaisedColumn raised, double[] differences)
    {
        ColumnLayout own = _columns[raised.Name];
        bool[] missing = Array.ConvertAll(differences, double.IsNaN);
        return own.Type == ColumnType.Integer
            ? new IntegerColumn(own.Name, Array.ConvertAll(differences, value => double.IsNaN(value) ? 0 : (long)Math.Round(value)),
                missing)
            : new ContinuousColumn(own.Name, Array.ConvertAll(differences, value =>
                own.Decimals is int decimals ? Math.Round(value, decimals) : value), own.Decimals);
    }

    private IntegerColumn Places(Column column)
    {
        RuleGrid grid = _plan.Grids[column.Name];
        double[] values = RuleNumbers.Of(column);
        return new IntegerColumn(column.Name, Array.ConvertAll(values, value => double.IsNaN(value) ? 0 : (long)grid.Nearest(value)),
            Array.ConvertAll(values, double.IsNaN));
    }

    private Column Raise(RaisedColumn raised, Dictionary<string, Column> columns, Table? given)
    {
        ColumnLayout layout = _columns[raised.Name];
        double[] floor = raised.Floor(name => RuleNumbers.Of(columns[name]), name => _columns[name]);
        double[] values = columns[raised.Name].ToNumbers();
        _plan.Grids.TryGetValue(raised.Name, out RuleGrid? grid);
        for (int i = 0; i < values.Length; i++)
        {
            double value = Math.Clamp(double.IsNaN(floor[i]) ? _fills[raised.Name] + values[i] : floor[i] + Math.Abs(values[i]),
                layout.Minimum, layout.Maximum);
            value = layout.Decimals is int decimals ? Math.Round(value, decimals) : value;
            value = grid?.Up(value) ?? value;
            values[i] = double.IsNaN(values[i]) ? double.NaN : double.IsNaN(floor[i]) ? value : Math.Max(value, floor[i]);
        }

        return Make(raised.Name, values, given);
    }

    // The column of some numbers, but what was given as it was.
    private Column Make(string name, double[] values, Table? given)
    {
        if (given?.Contains(name) == true)
        {
            double[] known = RuleNumbers.Of(given[name]);
            values = [.. values.Select((value, i) => double.IsNaN(known[i]) ? value : known[i])];
        }

        ColumnLayout layout = _columns[name];
        bool[] missing = Array.ConvertAll(values, double.IsNaN);
        return layout.Type == ColumnType.Integer
            ? new IntegerColumn(name, Array.ConvertAll(values, value => double.IsNaN(value) ? 0 : (long)Math.Round(value)), missing)
            : new ContinuousColumn(name, Array.ConvertAll(values, value => layout.Decimals is int decimals ? Math.Round(value, decimals)
                : value), layout.Decimals);
    }

    // Where what must follow is one value, or none, it is put there; the rest is drawn anew. Three rounds, as one may follow from another.
    private void Force(Dictionary<string, Column> columns, Table? given)
    {
        for (int round = 0; round < 3; round++)
        {
            bool changed = false;
            foreach (ImplicationShape implied in _plan.Implications)
            {
                (string from, string to) = (implied.If.Column, implied.Then.Column);
                if (implied.Then.Negated || implied.Then.Values.Count > 1 || !columns.TryGetValue(from, out Column? when)
                    || !columns.TryGetValue(to, out Column? then) || given?.Contains(to) == true)
                {
                    continue;
                }

                sbyte[] holds = implied.If.Holds(when), follows = implied.Then.Holds(then);
                bool[] wrong = [.. holds.Select((held, i) => held == 1 && follows[i] == 0)];
                if (wrong.Contains(true))
                {
                    columns[to] = Put(then, wrong, implied.Then);
                    changed = true;
                }
            }

            if (!changed)
            {
                return;
            }
        }
    }

    // Levels that exclude one another without saying what is to be instead: every other row gives way on the one side, the rest on the
    // other, to what a lawful row has there that shares what stays. Leaving such rows out would take from both levels' rates.
    private void Exchange(Dictionary<string, Column> columns)
    {
        foreach (ImplicationShape implied in _plan.Implications)
        {
            if (!columns.TryGetValue(implied.If.Column, out Column? one) || !columns.TryGetValue(implied.Then.Column, out Column? other)
                || one is not DiscreteColumn first || other is not DiscreteColumn second)
            {
                continue;
            }

            sbyte[] when = implied.If.Holds(one), then = implied.Then.Holds(other);
            int[] wrong = [.. Enumerable.Range(0, when.Length).Where(i => when[i] == 1 && then[i] == 0)];
            int[] held = [.. Enumerable.Range(0, when.Length).Where(i => when[i] == 1 && then[i] != 0)];
            ILookup<int, int> free = Enumerable.Range(0, when.Length).Where(i => when[i] != 1).ToLookup(i => second.Codes[i]);
            int[] fromFirst = [.. Enumerable.Range(0, when.Length)], fromSecond = [.. fromFirst];
            for (int k = 0; k < wrong.Length; k++)
            {
                int[] others = [.. free[second.Codes[wrong[k]]].Take(Lent)];
                if (k % 2 == 0 && others.Length > 0)
                {
                    fromFirst[wrong[k]] = others[k % others.Length];
                }
                else if (held.Length > 0)
                {
                    fromSecond[wrong[k]] = held[k % held.Length];
                }
            }

            if (wrong.Length > 0)
            {
                (columns[one.Name], columns[other.Name]) = (one.Take(fromFirst), other.Take(fromSecond));
            }
        }
    }

    private Column Put(Column column, bool[] rows, RuleLiteral literal)
    {
        ColumnLayout layout = _columns[column.Name];
        double put = literal.IsMissing ? double.NaN : layout.IsNumber ? literal.Values[0] as double? ?? double.NaN
            : Array.FindIndex(layout.Levels, literal.HasLevel) is var code and >= 0 ? code : double.NaN;
        if (column is DiscreteColumn discrete)
        {
            int[] codes = [.. discrete.Codes.Select((code, i) => rows[i] ? double.IsNaN(put) ? -1 : (int)put : code)];
            return column is BinaryColumn ? new BinaryColumn(column.Name, codes, discrete.Levels)
                : new CategoricalColumn(column.Name, codes, discrete.Levels);
        }

        if (column is IntegerColumn whole)
        {
            bool[] missing = [.. rows.Select((row, i) => row ? double.IsNaN(put) : whole.IsMissing(i))];
            return new IntegerColumn(column.Name, [.. whole.Values.Select((value, i) => missing[i] ? 0 : rows[i] ? (long)put : value)],
                missing);
        }

        ContinuousColumn real = (ContinuousColumn)column;
        return new ContinuousColumn(column.Name, [.. real.Values.Select((value, i) => rows[i] ? put : value)], real.Decimals);
    }

    // A column that is missing by itself stays so; where an input is missing, what was drawn stays.
    private Column Compute(RuleComputed computed, Dictionary<string, Column> columns)
    {
        Table inputs = new([.. computed.Inputs.Distinct().Select(input => columns[input])]);
        Column value = computed.Compute(inputs, _columns[computed.Target]);
        return _dropped.Contains(computed.Target) || !columns.TryGetValue(computed.Target, out Column? drawn) ? value : Over(drawn, value);
    }

    private static Column Over(Column drawn, Column value)
    {
        bool[] keep = [.. Enumerable.Range(0, drawn.Count).Select(i => drawn.IsMissing(i) || value.IsMissing(i))];
        switch (drawn)
        {
            case DiscreteColumn discrete:
                int[] codes = [.. discrete.Codes.Select((code, i) => keep[i] ? code : ((DiscreteColumn)value).Codes[i])];
                return drawn is BinaryColumn ? new BinaryColumn(drawn.Name, codes, discrete.Levels)
                    : new CategoricalColumn(drawn.Name, codes, discrete.Levels);
            case IntegerColumn whole:
                return new IntegerColumn(drawn.Name, [.. whole.Values.Select((one, i) => keep[i] ? one : ((IntegerColumn)value).Values[i])],
                    drawn.MissingMask);
            default:
                ContinuousColumn real = (ContinuousColumn)drawn;
                return new ContinuousColumn(drawn.Name, [.. real.Values.Select((one, i) => keep[i] ? one : value.NumberAt(i))],
                    real.Decimals);
        }
    }
}
