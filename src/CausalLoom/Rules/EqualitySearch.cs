using CausalLoom.Data;

namespace CausalLoom.Rules;

/// <summary>Columns that are the same.</summary>
internal static class EqualitySearch
{
    public static void Run(RuleColumns columns, RuleCandidates candidates)
    {
        RuleColumn[] all = columns.All;
        candidates.Try((long)all.Length * (all.Length - 1) / 2);
        for (int j = 0; j < all.Length; j++)
        {
            for (int k = 0; k < j && !all[j].IsExplained; k++)
            {
                if (!all[k].IsExplained && Same(all[k], all[j], columns.Rows) is { } sizes
                    && LogChance(sizes, all[k], all[j], columns) is var chance && RuleCandidates.IsHopeful(chance))
                {
                    candidates.Add($"{all[j].Name} == {all[k].Name}", chance);
                    all[j].IsExplained = true;
                }
            }
        }
    }

    // Where a value is the most frequent one may be as what all numbers have in common says it; that the others are the same then comes
    // on top.
    private static double LogChance(List<KeyValuePair<object, long>> sizes, RuleColumn one, RuleColumn other, RuleColumns columns)
    {
        double chance = Chance.LogArrangement(sizes.Select(pair => pair.Value));
        if (!RuleCandidates.IsHopeful(chance))
        {
            return chance;
        }

        object mode = sizes[^1].Key;
        long rest = sizes.SkipLast(1).Sum(pair => pair.Value);
        double among = Chance.LogArrangement(sizes.SkipLast(1).Select(pair => pair.Value));
        bool?[] shared = Array.ConvertAll(columns.SampleAt, row => one.Column.IsMissing(row) || other.Column.IsMissing(row) ? (bool?)null
            : one.Numbers is { } numbers ? mode.Equals(numbers[row]) : mode.Equals(((DiscreteColumn)one.Column).Codes[row]));
        return among + Math.Max(Chance.LogArrangement([rest, sizes[^1].Value]), columns.Factors.LogSame(shared, one, other, columns.Rows));
    }

    // How often each value occurs where both are present, the most frequent last; null where they differ.
    private static List<KeyValuePair<object, long>>? Same(RuleColumn one, RuleColumn other, int rows)
    {
        bool text = one.Numbers is null && other.Numbers is null;
        if (text ? one.Column is not DiscreteColumn || other.Column is not DiscreteColumn : one.Numbers is null || other.Numbers is null)
        {
            return null;
        }

        Dictionary<object, long> counts = [];
        DiscreteColumn? left = one.Column as DiscreteColumn, right = other.Column as DiscreteColumn;
        int seen = 0;
        for (int i = 0; i < rows; i++)
        {
            if (one.Column.IsMissing(i) || other.Column.IsMissing(i))
            {
                continue;
            }

            if (text ? left!.Levels[left.Codes[i]] != right!.Levels[right.Codes[i]] : one.Numbers![i] != other.Numbers![i])
            {
                return null;
            }

            object value = text ? left!.Codes[i] : one.Numbers![i];
            counts[value] = counts.GetValueOrDefault(value) + 1;
            seen++;
        }

        return seen > 0 && counts.Count > 1 ? [.. counts.OrderBy(pair => pair.Value)] : null;
    }
}
