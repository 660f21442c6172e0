using CausalLoom.Data;

namespace CausalLoom.Rules;

/// <summary>A column that is not below some others: drawn as what it exceeds the largest of them by.</summary>
/// <param name="Name">The column.</param>
/// <param name="Lows">The others, and whether it is above them.</param>
internal sealed record RaisedColumn(string Name, IReadOnlyList<(string Name, bool Strict)> Lows)
{
    /// <summary>All that can be drawn so, each after those it is raised above; a rule that would close a circle is left out.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="computed">Those that others determine.</param>
    /// <param name="asDrawn">Those that are not to be drawn so.</param>
    public static IReadOnlyList<RaisedColumn> Order(IReadOnlyList<Rule> rules, Dictionary<string, ColumnLayout> columns,
        HashSet<string> computed, IReadOnlyCollection<string> asDrawn)
    {
        List<(string Low, string High, bool Strict)> edges = [];
        foreach (OrderShape order in rules.Select(rule => rule.Shape).OfType<OrderShape>())
        {
            if (!asDrawn.Contains(order.High) && Quantity(order.Low) && Quantity(order.High) && !Reaches(order.High, order.Low))
            {
                edges.Add((order.Low, order.High, order.Strict));
            }
        }

        List<RaisedColumn> all = [.. edges.GroupBy(edge => edge.High).Select(group => new RaisedColumn(group.Key,
            [.. group.Select(edge => (edge.Low, edge.Strict))]))];
        List<RaisedColumn> ordered = [];
        while (ordered.Count < all.Count)
        {
            ordered.AddRange(all.Where(one => !ordered.Contains(one) && one.Lows.All(low =>
                !all.Exists(other => other.Name == low.Name) || ordered.Exists(other => other.Name == low.Name))).ToList());
        }

        return ordered;

        bool Quantity(string name) => columns.TryGetValue(name, out ColumnLayout? column) && column.IsNumber
            && !double.IsNaN(column.Minimum) && !computed.Contains(name);

        bool Reaches(string from, string to) => from == to || edges.Exists(edge => edge.Low == from && Reaches(edge.High, to));
    }

    /// <summary>What it may not be below in each row; NaN where all of the others are missing.</summary>
    public double[] Floor(Func<string, double[]> values, Func<string, ColumnLayout> columns)
    {
        double[][] lows = [.. Lows.Select(low => values(low.Name))];
        double own = Unit(columns(Name)), unit = Lows.Select(low => Unit(columns(low.Name))).Append(own).Min();

        // Of numbers of full precision one is above another where it is so by the smallest share that shows.
        double[] floor = new double[lows[0].Length];
        Array.Fill(floor, double.NaN);
        for (int k = 0; k < lows.Length; k++)
        {
            for (int i = 0; i < floor.Length; i++)
            {
                double low = lows[k][i] + (!Lows[k].Strict ? 0 : unit > 0 ? unit : 1e-9 * Math.Max(1e-3, Math.Abs(lows[k][i])));
                floor[i] = double.IsNaN(low) ? floor[i] : double.IsNaN(floor[i]) ? low : Math.Max(floor[i], low);
            }
        }

        return own == 0 ? floor : Array.ConvertAll(floor, value => Math.Round(Math.Ceiling((value / own) - 1e-9) * own, 12));
    }

    private static double Unit(ColumnLayout column) => column switch
    {
        { Type: ColumnType.Integer } => 1,
        { Decimals: int decimals } => Math.Pow(10, -decimals),
        _ => 0,
    };
}
