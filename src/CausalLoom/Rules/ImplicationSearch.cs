using CausalLoom.Data;

namespace CausalLoom.Rules;

/// <summary>
/// Levels, zeros and missing values that exclude one another in a pair of columns: implied levels, gates such as a number that is zero
/// unless someone smokes, values that are missing exactly where they have no meaning, and cells that are empty although both margins are
/// full.
/// </summary>
internal static class ImplicationSearch
{
    // Below this many rows expected, an empty cell is no surprise.
    private const double FewestExpected = 5;

    public static void Run(RuleColumns columns, RuleCandidates candidates)
    {
        RuleCells[] all = [.. columns.Open.Select(column => RuleCells.Of(column, columns.Rows)).OfType<RuleCells>()];
        List<(RuleLiteral If, RuleLiteral Then, double Chance)> found = [];
        for (int a = 0; a < all.Length; a++)
        {
            for (int b = a + 1; b < all.Length; b++)
            {
                Pair(all[a], all[b], columns, candidates, found);
            }
        }

        foreach ((RuleLiteral when, RuleLiteral then, double chance) in Needed(found))
        {
            candidates.Add($"{when.Not.Text()} | {then.Text()}", chance);
        }
    }

    private static void Pair(RuleCells a, RuleCells b, RuleColumns columns, RuleCandidates candidates,
        List<(RuleLiteral If, RuleLiteral Then, double Chance)> found)
    {
        long n = columns.Rows;
        List<(int, int)> likely = [.. from i in Enumerable.Range(0, a.Count) from j in Enumerable.Range(0, b.Count)
            where (double)a.Rows[i] * b.Rows[j] / n >= FewestExpected select (i, j)];
        candidates.Try(likely.Count);
        int[] sample = Table(a, b, columns.SampleAt, columns.SampleAt.Length);
        if (!likely.Exists(cell => sample[(cell.Item1 * b.Count) + cell.Item2] == 0))
        {
            return;
        }

        int[] full = columns.SampleAt.Length == n ? sample : Table(a, b, null, (int)n);
        double[] chance = new double[full.Length];
        foreach ((int i, int j) in likely.Where(cell => full[(cell.Item1 * b.Count) + cell.Item2] == 0))
        {
            double apart = Chance.LogApart(n, a.Rows[i], b.Rows[j], columns.Correlation);
            chance[(i * b.Count) + j] = !RuleCandidates.IsHopeful(apart) ? apart : Math.Max(apart, columns.Factors.LogApart(
                Array.ConvertAll(columns.SampleAt, row => a.Codes[row] == i), Array.ConvertAll(columns.SampleAt, row => b.Codes[row] == j),
                a.Column, b.Column, n));
        }

        RuleCellPair pair = new(a, b, full, chance);
        found.AddRange(pair.Implications());
    }

    private static int[] Table(RuleCells a, RuleCells b, int[]? rows, int count)
    {
        int[] table = new int[a.Count * b.Count];
        byte[] left = a.Codes, right = b.Codes;
        int width = b.Count;
        if (rows is null)
        {
            for (int i = 0; i < count; i++)
            {
                table[(left[i] * width) + right[i]]++;
            }
        }
        else
        {
            foreach (int i in rows)
            {
                table[(left[i] * width) + right[i]]++;
            }
        }

        return table;
    }

    // What follows from two others is left out: a block of questions that are missing together is a chain, not all pairs.
    private static List<(RuleLiteral If, RuleLiteral Then, double Chance)> Needed(
        List<(RuleLiteral If, RuleLiteral Then, double Chance)> found)
    {
        const int most = 2000;
        List<(string From, string To, int Rule)> edges = [];
        for (int k = 0; k < found.Count; k++)
        {
            edges.Add((found[k].If.Text(), found[k].Then.Text(), k));
            edges.Add((found[k].Then.Not.Text(), found[k].If.Not.Text(), k));
        }

        if (found.Count > most)
        {
            return found;
        }

        ILookup<string, (string From, string To, int Rule)> from = edges.ToLookup(edge => edge.From);
        bool[] gone = new bool[found.Count];
        foreach (int k in Enumerable.Range(0, found.Count).OrderByDescending(k => Math.Round(found[k].Chance, 3))
            .ThenByDescending(k => found[k].Then.IsMissing).ThenByDescending(k => k))
        {
            gone[k] = true;
            gone[k] = Reaches(from, gone, found[k].If.Text(), found[k].Then.Text());
        }

        return [.. found.Where((_, k) => !gone[k])];
    }

    private static bool Reaches(ILookup<string, (string From, string To, int Rule)> from, bool[] gone, string start, string end)
    {
        HashSet<string> seen = [start];
        Stack<string> open = new([start]);
        while (open.TryPop(out string? at))
        {
            foreach ((_, string to, int rule) in from[at])
            {
                if (!gone[rule] && to == end)
                {
                    return true;
                }

                if (!gone[rule] && seen.Add(to))
                {
                    open.Push(to);
                }
            }
        }

        return false;
    }
}
