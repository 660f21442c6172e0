using CausalLoom.Data;
using CausalLoom.Expressions;

namespace CausalLoom.Rules;

/// <summary>Levels that say between which limits a number lies, such as an age group or a flag of a threshold.</summary>
internal static class FlagSearch
{
    private const int MostLevels = 12, FewestValues = 8;

    public static void Run(RuleColumns columns, RuleCandidates candidates)
    {
        RuleColumn[] flags = [.. columns.Open.Where(column => column.Column is DiscreteColumn { Levels.Length: >= 2 and <= MostLevels })];
        RuleColumn[] inputs = [.. columns.OpenQuantities.Where(HasManyValues)];
        candidates.Try((long)flags.Length * inputs.Length);
        foreach (RuleColumn flag in flags)
        {
            foreach (RuleColumn input in inputs)
            {
                if (!flag.IsExplained && Ranges(flag, input, columns) is { } ranges)
                {
                    Add(flag, input, ranges, columns, candidates);
                }
            }
        }
    }

    private static bool HasManyValues(RuleColumn column)
    {
        int distinct = 1;
        for (int i = 1; i < column.Sorted.Length && distinct < FewestValues; i++)
        {
            distinct += column.Sorted[i] != column.Sorted[i - 1] ? 1 : 0;
        }

        return distinct >= FewestValues;
    }

    // Each level's range, ascending; null where two of them touch, or where one is a single value: that is an implication.
    private static List<(int Code, double Minimum, double Maximum, long Rows)>? Ranges(RuleColumn flag, RuleColumn input,
        RuleColumns columns)
    {
        DiscreteColumn levels = (DiscreteColumn)flag.Column;
        return Ordered(levels, columns.SampleAt, input.Numbers!) is null ? null
            : Ordered(levels, null, input.Numbers!) is { } ranges && ranges.Count >= 2
                && ranges.TrueForAll(range => range.Minimum < range.Maximum) ? ranges : null;
    }

    private static List<(int Code, double Minimum, double Maximum, long Rows)>? Ordered(DiscreteColumn levels, int[]? sample,
        double[] values)
    {
        int count = levels.Levels.Length;
        double[] minimum = new double[count], maximum = new double[count];
        long[] rows = new long[count];
        Array.Fill(minimum, double.PositiveInfinity);
        Array.Fill(maximum, double.NegativeInfinity);
        for (int k = 0; k < (sample?.Length ?? values.Length); k++)
        {
            int i = sample?[k] ?? k, code = levels.Codes[i];
            if (code >= 0 && !double.IsNaN(values[i]))
            {
                (minimum[code], maximum[code]) = (Math.Min(minimum[code], values[i]), Math.Max(maximum[code], values[i]));
                rows[code]++;
            }
        }

        List<(int Code, double Minimum, double Maximum, long Rows)> ranges = [.. Enumerable.Range(0, count).Where(code => rows[code] > 0)
            .OrderBy(code => minimum[code]).Select(code => (code, minimum[code], maximum[code], rows[code]))];
        return ranges.Zip(ranges.Skip(1)).All(pair => pair.First.Maximum < pair.Second.Minimum) ? ranges : null;
    }

    private static void Add(RuleColumn flag, RuleColumn input, List<(int Code, double Minimum, double Maximum, long Rows)> ranges,
        RuleColumns columns, RuleCandidates candidates)
    {
        // Any order of the levels would have been taken.
        double chance = Chance.LogArrangement(ranges.Select(range => range.Rows))
            + MathNet.Numerics.SpecialFunctions.GammaLn(ranges.Count + 1);
        for (int k = 1; k < ranges.Count && RuleCandidates.IsHopeful(chance); k++)
        {
            chance = Math.Max(chance, Crossing(flag, input, ranges, k, columns));
        }

        if (!RuleCandidates.IsHopeful(chance))
        {
            return;
        }

        string[] limits = [.. ranges.Skip(1).Select((range, k) => ExpressionText.Number(Limit(ranges[k].Maximum, range.Minimum)))];

        // Of two levels one says it all.
        for (int k = ranges.Count == 2 ? 1 : 0; k < ranges.Count; k++)
        {
            string level = new RuleLiteral(flag.Column.Name, [flag.Level(ranges[k].Code)], false).Text();
            string low = k == 0 ? string.Empty : $"{input.Name} >= {limits[k - 1]}";
            string high = k == limits.Length ? string.Empty : $"{input.Name} < {limits[k]}";
            candidates.Add($"({level}) == ({low}{(low.Length > 0 && high.Length > 0 ? " & " : "")}{high})", chance);
        }

        flag.IsExplained = true;
    }

    // That the levels above a limit are where the number is above it and nowhere else, if both go with what all numbers have in common.
    private static double Crossing(RuleColumn flag, RuleColumn input, List<(int Code, double Minimum, double Maximum, long Rows)> ranges,
        int limit, RuleColumns columns)
    {
        HashSet<int> above = [.. ranges.Skip(limit).Select(range => range.Code)];
        int[] codes = ((DiscreteColumn)flag.Column).Codes;
        return columns.Factors.LogSame(Array.ConvertAll(columns.SampleAt, row => codes[row] < 0 || double.IsNaN(input.Numbers![row])
            ? (bool?)null : above.Contains(codes[row])), flag, input, columns.Rows);
    }

    // The roundest number above all of the lower level and not above any of the upper.
    private static double Limit(double below, double from)
    {
        for (int digits = -6; digits < 12 && Math.Abs(from) < 1e12; digits++)
        {
            decimal power = digits < 0 ? (decimal)Math.Pow(10, -digits) : 1m / (decimal)Math.Pow(10, digits);
            foreach (decimal unit in (decimal[])[power, power / 2, power / 5])
            {
                if ((double)(Math.Floor((decimal)from / unit) * unit) is var limit && limit > below)
                {
                    return limit;
                }
            }
        }

        return from;
    }
}
