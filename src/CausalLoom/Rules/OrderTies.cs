using CausalLoom.Data;

namespace CausalLoom.Rules;

/// <summary>
/// Which columns that are never below others are better drawn as they are. A difference keeps an order, and blurs what ties the column to
/// all others: days in hospital, drawn as what they exceed the days in intensive care by, no longer fit the bill. Where the closest tie
/// is to another column than the one below, and few rows would cross, those rows are drawn anew instead.
/// </summary>
internal static class OrderTies
{
    private const double MostCrossing = 0.1, Closer = 0.05;
    private const int MostRows = 2000;

    /// <summary>The names of such columns.</summary>
    public static IReadOnlyCollection<string> Elsewhere(RulePlan plan, Table table)
    {
        int count = Math.Min(table.Rows, MostRows);
        int[] rows = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * table.Rows / count))];
        HashSet<string> computed = [.. plan.Computed.Select(one => one.Target)];
        Dictionary<string, double[]> numbers = table.Columns.Where(column => column is ContinuousColumn or IntegerColumn
            && !computed.Contains(column.Name)).ToDictionary(column => column.Name,
                column => Array.ConvertAll(rows, row => column.NumberAt(row)), StringComparer.Ordinal);
        return [.. plan.Raised.Where(raised => IsElsewhere(raised, plan, numbers)).Select(raised => raised.Name)];
    }

    private static bool IsElsewhere(RaisedColumn raised, RulePlan plan, Dictionary<string, double[]> numbers)
    {
        double[] own = numbers[raised.Name];
        HashSet<string> below = [.. raised.Lows.Select(low => low.Name)];

        // Those that are raised above it follow it, whatever becomes of it.
        HashSet<string> above = [.. plan.Raised.Where(one => one.Lows.Any(low => low.Name == raised.Name)).Select(one => one.Name)];
        double toBelow = below.Max(name => Tie(own, numbers[name]));
        double toOthers = numbers.Where(pair => pair.Key != raised.Name && !below.Contains(pair.Key) && !above.Contains(pair.Key))
            .Select(pair => Tie(own, pair.Value)).DefaultIfEmpty(0).Max();
        return toOthers > toBelow + Closer && below.Sum(name => OrderChance.Crossing(numbers[name], own)) < MostCrossing;
    }

    private static double Tie(double[] one, double[] other)
    {
        int[] rows = [.. Enumerable.Range(0, one.Length).Where(i => !double.IsNaN(one[i]) && !double.IsNaN(other[i]))];
        return Math.Abs(OrderSearch.Correlation(OrderSearch.Scores(Array.ConvertAll(rows, i => one[i])),
            OrderSearch.Scores(Array.ConvertAll(rows, i => other[i]))));
    }
}
