namespace CausalLoom.Rules;

/// <summary>
/// Pairs of columns of which one never exceeds the other although chance (<see cref="OrderChance"/>) would let some rows cross. Orders
/// that follow from the ranges, or from others, are none.
/// </summary>
internal static class OrderSearch
{
    // Rows one unit apart that make a missing tie no accident.
    private const int Neighbours = 10;

    public static void Run(RuleColumns columns, RuleCandidates candidates)
    {
        RuleColumn[] all = [.. columns.OpenQuantities];
        candidates.Try((long)all.Length * (all.Length - 1));
        Dictionary<(int, int), (double Chance, bool Strict)> found = [];
        for (int a = 0; a < all.Length; a++)
        {
            for (int b = 0; b < all.Length; b++)
            {
                if (a != b && Holds(all[a], all[b]) && OrderChance.Log(all[a].Sample, all[b].Sample) is var chance
                    && RuleCandidates.IsHopeful(chance))
                {
                    found[(a, b)] = (chance, IsStrict(all[a], all[b]));
                }
            }
        }

        foreach (((int a, int b), (double chance, bool strict)) in found)
        {
            bool follows = Enumerable.Range(0, all.Length).Any(c => found.TryGetValue((a, c), out (double, bool Strict) first)
                && found.TryGetValue((c, b), out (double, bool Strict) second) && (!strict || first.Strict || second.Strict));
            if (!follows)
            {
                candidates.Add($"{all[a].Name} {(strict ? "<" : "<=")} {all[b].Name}", chance);
            }
        }
    }

    private static bool Holds(RuleColumn low, RuleColumn high)
    {
        // Ranges that do not overlap say it already.
        if (low.Sorted[^1] <= high.Sorted[0] || low.Sorted[0] > high.Sorted[0] || low.Sorted[^1] > high.Sorted[^1])
        {
            return false;
        }

        return Never(low.Sample, high.Sample) && Never(low.Numbers!, high.Numbers!);
    }

    private static bool Never(double[] low, double[] high)
    {
        for (int i = 0; i < low.Length; i++)
        {
            if (low[i] > high[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The correlation of scores.</summary>
    internal static double Correlation(double[] one, double[] other)
    {
        double size = Math.Sqrt(one.Sum(x => x * x) * other.Sum(y => y * y));
        return size > 0 ? one.Zip(other, (x, y) => x * y).Sum() / size : 0;
    }

    /// <summary>Φ⁻¹ of the middle of each value's ranks.</summary>
    internal static double[] Scores(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        double[] scores = new double[values.Length];
        for (int i = 0; i < order.Length;)
        {
            int end = i + 1;
            while (end < order.Length && values[order[end]] == values[order[i]])
            {
                end++;
            }

            double score = Chance.NormalQuantile((i + end) / 2.0 / order.Length);
            for (; i < end; i++)
            {
                scores[order[i]] = score;
            }
        }

        return scores;
    }

    // No tie although many rows are one unit apart.
    private static bool IsStrict(RuleColumn low, RuleColumn high)
    {
        double unit = Math.Max(low.Unit, high.Unit);
        int near = 0;
        for (int i = 0; i < low.Numbers!.Length; i++)
        {
            double difference = high.Numbers![i] - low.Numbers[i];
            if (difference == 0)
            {
                return false;
            }

            near += difference <= unit * 1.5 ? 1 : 0;
        }

        return unit > 0 && near >= Neighbours;
    }
}
