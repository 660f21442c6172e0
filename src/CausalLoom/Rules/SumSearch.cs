using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Rules;

/// <summary>Columns that are the sum of two or more others; a difference is a sum seen from its larger side.</summary>
internal static class SumSearch
{
    private const int MostForMany = 80;

    public static void Run(RuleColumns columns, RuleCandidates candidates)
    {
        Pairs(columns, candidates);
        Many(columns, candidates);
    }

    private static void Pairs(RuleColumns columns, RuleCandidates candidates)
    {
        RuleColumn[] targets = columns.OpenQuantities, parts = columns.OpenNumbers;
        candidates.Try((long)targets.Length * Math.Max(0, parts.Length - 1) * Math.Max(0, parts.Length - 2) / 2);
        foreach (RuleColumn target in targets)
        {
            for (int j = 0; j < parts.Length && !target.IsExplained; j++)
            {
                for (int k = j + 1; k < parts.Length && !target.IsExplained; k++)
                {
                    if (parts[j] != target && parts[k] != target && !parts[j].IsExplained && !parts[k].IsExplained)
                    {
                        Check(target, [parts[j], parts[k]], columns, candidates);
                    }
                }
            }
        }
    }

    // A column that the others determine has no variance left given them; what it is of them stands in the inverse of their products.
    private static void Many(RuleColumns columns, RuleCandidates candidates)
    {
        for (int round = 0; round < 8; round++)
        {
            RuleColumn[] pool = WithoutMultiples(columns.OpenNumbers);
            RuleColumn[] targets = [.. pool.Where(column => column.IsQuantity)];
            if (round == 0)
            {
                candidates.Try(targets.Length);
            }

            if (pool.Length is < 4 or > MostForMany || Dependent(pool) is not { } inverse)
            {
                return;
            }

            bool found = false;
            for (int t = 0; t < pool.Length && !found; t++)
            {
                if (!pool[t].IsQuantity)
                {
                    continue;
                }

                double[] weights = [.. Enumerable.Range(0, pool.Length).Select(j => -inverse[t, j] / inverse[t, t])];
                int[] used = [.. Enumerable.Range(0, pool.Length).Where(j => j != t && Math.Abs(weights[j]) > 0.01)];
                if (used.Length >= 3 && used.All(j => Math.Abs(weights[j] - 1) < 0.01))
                {
                    Check(pool[t], [.. used.Select(j => pool[j])], columns, candidates);
                    found = pool[t].IsExplained;
                }
            }

            if (!found)
            {
                return;
            }
        }
    }

    // A mean beside its sum would leave it open which of them is the sum: of columns that are multiples of one another the largest stays.
    private static RuleColumn[] WithoutMultiples(RuleColumn[] pool)
    {
        List<RuleColumn> kept = [];
        foreach (RuleColumn column in pool.OrderByDescending(one => one.Sorted[^1]))
        {
            if (!kept.Exists(other => IsMultiple(other.Sample, column.Sample)))
            {
                kept.Add(column);
            }
        }

        return [.. pool.Where(kept.Contains)];
    }

    private static bool IsMultiple(double[] large, double[] small)
    {
        int first = Array.FindIndex(small, v => v != 0 && !double.IsNaN(v));
        double factor = first < 0 ? double.NaN : large[first] / small[first];
        return double.IsFinite(factor) && Enumerable.Range(0, small.Length).All(i => double.IsNaN(small[i]) == double.IsNaN(large[i])
            && (double.IsNaN(small[i]) || Math.Abs(large[i] - (factor * small[i])) <= 1e-9 * Math.Max(1, Math.Abs(large[i]))));
    }

    // The inverse of the products of columns, with so little added to its diagonal that what is left of a dependent one still shows.
    private static Matrix? Dependent(RuleColumn[] pool)
    {
        int p = pool.Length;
        int[] rows = [.. Enumerable.Range(0, pool[0].Sample.Length).Where(i => pool.All(column => !double.IsNaN(column.Sample[i])))];
        if (rows.Length < (2 * p) + 10)
        {
            return null;
        }

        double[] scale = [.. pool.Select(column => Math.Sqrt(rows.Sum(i => column.Sample[i] * column.Sample[i]) / rows.Length))];
        if (scale.Any(s => s == 0))
        {
            return null;
        }

        Matrix products = new(p, p);
        for (int j = 0; j < p; j++)
        {
            for (int k = 0; k <= j; k++)
            {
                double sum = rows.Sum(i => pool[j].Sample[i] / scale[j] * (pool[k].Sample[i] / scale[k])) / rows.Length;
                products.Data[(j * p) + k] = products.Data[(k * p) + j] = sum + (j == k ? 1e-9 : 0);
            }
        }

        if (!Cholesky.TryFactor(products, out Cholesky? factor))
        {
            return null;
        }

        Matrix inverse = factor.Inverse();
        for (int j = 0; j < p; j++)
        {
            for (int k = 0; k < p; k++)
            {
                inverse.Data[(j * p) + k] /= scale[j] * scale[k];
            }
        }

        return inverse;
    }

    private static void Check(RuleColumn target, RuleColumn[] parts, RuleColumns columns, RuleCandidates candidates)
    {
        double unit = Math.Max(target.Unit, parts.Max(part => part.Unit));
        if (!Holds(target.Sample, [.. parts.Select(part => part.Sample)], unit, out _)
            || !Holds(target.Numbers!, [.. parts.Select(part => part.Numbers!)], unit, out int rows))
        {
            return;
        }

        int[] present = [.. Enumerable.Range(0, target.Sample.Length).Where(i =>
            !double.IsNaN(target.Sample[i]) && parts.All(part => !double.IsNaN(part.Sample[i])))];
        double[][] values = [.. parts.Prepend(target).Select(column => Array.ConvertAll(present, i => column.Sample[i]))];
        double chance = present.Length == 0 ? 0 : Chance.LogMatches(values, row =>
        {
            double sum = 0;
            for (int k = 1; k < row.Length; k++)
            {
                sum += row[k];
            }

            return Math.Abs(row[0] - sum) <= RuleNumbers.Tolerance(unit, sum);
        }, rows);
        if (RuleCandidates.IsHopeful(chance))
        {
            candidates.Add($"{target.Name} == {string.Join(" + ", parts.Select(part => part.Name))}", chance);
            target.IsExplained = true;
        }
    }

    private static bool Holds(double[] target, double[][] parts, double unit, out int rows)
    {
        rows = 0;
        for (int i = 0; i < target.Length; i++)
        {
            double sum = 0;
            for (int k = 0; k < parts.Length; k++)
            {
                sum += parts[k][i];
            }

            if (double.IsNaN(sum) || double.IsNaN(target[i]))
            {
                continue;
            }

            if (Math.Abs(target[i] - sum) > RuleNumbers.Tolerance(unit, sum))
            {
                return false;
            }

            rows++;
        }

        return rows > 0;
    }
}
