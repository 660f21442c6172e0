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
                    && Chance.LogArrangement(sizes) is var chance && RuleCandidates.IsHopeful(chance))
                {
                    candidates.Add($"{all[j].Name} == {all[k].Name}", chance);
                    all[j].IsExplained = true;
                }
            }
        }
    }

    // How often each value occurs where both are present; null where they differ.
    private static IEnumerable<long>? Same(RuleColumn one, RuleColumn other, int rows)
    {
        bool text = one.Numbers is null && other.Numbers is null;
        if (!text && (one.Numbers is null || other.Numbers is null))
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

        return seen > 0 && counts.Count > 1 ? counts.OrderBy(pair => pair.Value).Select(pair => pair.Value) : null;
    }
}
