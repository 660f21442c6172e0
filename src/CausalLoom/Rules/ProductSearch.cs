namespace CausalLoom.Rules;

/// <summary>Columns that are the product or the ratio of two others.</summary>
internal static class ProductSearch
{
    public static void Run(RuleColumns columns, RuleCandidates candidates)
    {
        RuleColumn[] targets = columns.OpenQuantities, parts = columns.OpenNumbers;
        candidates.Try(3L * targets.Length * Math.Max(0, parts.Length - 1) * Math.Max(0, parts.Length - 2) / 2);

        // Products first: a price is not its cost divided by the count where the cost is the price times the count.
        foreach (bool ratio in (bool[])[false, true])
        {
            foreach (RuleColumn target in targets)
            {
                for (int j = 0; j < parts.Length && !target.IsExplained; j++)
                {
                    for (int k = ratio ? 0 : j + 1; k < parts.Length && !target.IsExplained; k++)
                    {
                        if (k != j && parts[j] != target && parts[k] != target && !parts[j].IsExplained && !parts[k].IsExplained)
                        {
                            Check(target, parts[j], parts[k], ratio, candidates);
                        }
                    }
                }
            }
        }
    }

    private static void Check(RuleColumn target, RuleColumn left, RuleColumn right, bool ratio, RuleCandidates candidates)
    {
        if (!Holds(target.Sample, left.Sample, right.Sample, ratio, target.Unit, out _)
            || !Holds(target.Numbers!, left.Numbers!, right.Numbers!, ratio, target.Unit, out int rows))
        {
            return;
        }

        int[] present = [.. Enumerable.Range(0, target.Sample.Length).Where(i => !double.IsNaN(target.Sample[i])
            && !double.IsNaN(left.Sample[i]) && !double.IsNaN(right.Sample[i]))];
        double[][] values = [.. new[] { target, left, right }.Select(column => Array.ConvertAll(present, i => column.Sample[i]))];
        double chance = present.Length == 0 ? 0
            : Chance.LogMatches(values, row => (ratio ? row[1] / row[2] : row[1] * row[2]) is var value && double.IsFinite(value)
                ? Close(row[0], value, target.Unit) : null, rows);
        if (RuleCandidates.IsHopeful(chance))
        {
            candidates.Add($"{target.Name} == {left.Name} {(ratio ? '/' : '*')} {right.Name}", chance);
            target.IsExplained = true;
        }
    }

    private static bool Holds(double[] target, double[] left, double[] right, bool ratio, double unit, out int rows)
    {
        rows = 0;
        for (int i = 0; i < target.Length; i++)
        {
            double value = ratio ? left[i] / right[i] : left[i] * right[i];
            if (!double.IsFinite(value) || double.IsNaN(target[i]))
            {
                continue;
            }

            if (!Close(target[i], value, unit))
            {
                return false;
            }

            rows++;
        }

        return rows > 0;
    }

    private static bool Close(double target, double value, double unit) =>
        Math.Abs(target - value) <= RuleNumbers.Tolerance(unit, value);
}
