using CausalLoom.Expressions;

namespace CausalLoom.Rules;

/// <summary>Columns that move in steps, such as fives or halves, and columns of a few values among many possible ones.</summary>
internal static class GridSearch
{
    private const int FewestDistinct = 6, MostListed = 30, FewestRows = 5;

    public static void Run(RuleColumns columns, RuleCandidates candidates)
    {
        foreach (RuleColumn column in columns.OpenQuantities.Where(column => column.Unit > 0))
        {
            candidates.Try(2);
            if (Counts(column) is not { } counts)
            {
                continue;
            }

            double[] values = [.. counts.Keys.Order()];
            long step = Step(values, column.Unit);
            double grid = ((values[^1] - values[0]) / column.Unit / step) + 1;
            bool few = values.Length <= MostListed && counts.Values.Min() >= FewestRows && grid >= 2 * values.Length;
            double fewChance = (counts.Values.Sum() - values.Length) * Math.Log(values.Length / grid);
            if (few && values.Length > 1 && RuleCandidates.IsHopeful(fewChance))
            {
                candidates.Add(new RuleLiteral(column.Column.Name, [.. values.Cast<object>()], false).Text(), fewChance);
            }
            else if (step > 1 && values.Length >= FewestDistinct && -(values.Length - 1) * Math.Log(step) is var chance
                && RuleCandidates.IsHopeful(chance))
            {
                double width = (double)((decimal)column.Unit * step), offset = values[0] - (Math.Floor(values[0] / width) * width);
                offset = Math.Round(offset / column.Unit) % step * column.Unit;
                candidates.Add($"{column.Name} %% {ExpressionText.Number(width)} == {ExpressionText.Number((double)(decimal)offset)}",
                    chance);
            }
        }
    }

    // How often each value occurs; null where that need not be counted, since neighbouring values are there.
    private static Dictionary<double, int>? Counts(RuleColumn column)
    {
        if (!MayStep(column))
        {
            return null;
        }

        Dictionary<double, int> counts = [];
        foreach (double value in column.Numbers!)
        {
            if (!double.IsNaN(value))
            {
                counts[value] = counts.GetValueOrDefault(value) + 1;
            }
        }

        return counts.Count > 1 ? counts : null;
    }

    private static bool MayStep(RuleColumn column)
    {
        double[] values = [.. column.Sorted.Distinct()];
        return values.Length <= MostListed || Step(values, column.Unit) > 1;
    }

    // The largest number of units that all differences are multiples of.
    private static long Step(double[] values, double unit)
    {
        long step = 0;
        for (int i = 1; i < values.Length && step != 1; i++)
        {
            double units = Math.Round((values[i] - values[0]) / unit);
            if (units is not (> 0 and < 9e15))
            {
                return 1;
            }

            step = (long)System.Numerics.BigInteger.GreatestCommonDivisor(step, (long)units);
        }

        return Math.Max(1, step);
    }
}
