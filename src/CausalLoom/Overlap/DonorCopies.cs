using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neighbours;

namespace CausalLoom.Overlap;

/// <summary>Which donors are rows of the data themselves: equal in all cells, or but for rounding or a little noise.</summary>
/// <param name="Exact">Donors that equal a row, where rows are distinct enough that this is no coincidence.</param>
/// <param name="Near">
/// Others of which a row of their arm is far closer than the next: with d numbers of many values, a ratio below .001^(1/d) has a chance of
/// one in a thousand. None unless there are many more than that, and than among the data's rows themselves.
/// </param>
internal sealed record DonorCopies(bool[] Exact, bool[] Near)
{
    // Above this share of rows that are unlike all others, equal rows are copies and no coincidence.
    private const double Telling = 0.9;
    private const double Fine = 0.5, Chance = 1e-3, LargestRatio = 0.2, MostPairs = 1e9;
    private const int FewestRows = 20;

    /// <summary>Looks for them.</summary>
    /// <param name="data">The original rows.</param>
    /// <param name="donors">Donors with the data's columns.</param>
    public static DonorCopies Of(CausalData data, CausalData donors)
    {
        string[] own = Keys(data);
        HashSet<string> known = new(own, StringComparer.Ordinal);
        bool telling = known.Count >= Telling * own.Length;
        bool[] exact = telling ? Array.ConvertAll(Keys(donors), known.Contains) : new bool[donors.Rows];
        return new DonorCopies(exact, Nearly(data, donors, exact));
    }

    private static string[] Keys(CausalData data)
    {
        string[] keys = new string[data.Rows];
        for (int i = 0; i < keys.Length; i++)
        {
            int row = i;
            keys[i] = string.Join('\u001f', data.Covariates.Columns.Select(c => c.TextAt(row)).Append(data.Treatment[i] == 1 ? "1" : "0")
                .Append(data.OutcomeColumn.TextAt(i)));
        }

        return keys;
    }

    private static bool[] Nearly(CausalData data, CausalData donors, bool[] exact)
    {
        bool[] none = new bool[donors.Rows];
        int fine = data.Covariates.Columns.Append(data.OutcomeColumn).Count(IsFine);
        if (fine == 0)
        {
            return none;
        }

        MatchingSpace space = MatchingSpace.Fit(data.Covariates);
        Moments outcome = Moments.Of(data.Outcome.Values);
        double unit = outcome.Sd > 0 ? outcome.Sd : 1, close = Math.Min(LargestRatio, Math.Pow(Chance, 1.0 / fine));
        Matrix rows = Points(space, data, unit), others = Points(space, donors, unit);
        int[] looked = Looked(data.Rows, exact);
        bool[] found = new bool[donors.Rows];
        int own = 0, ofOwn = 0, count = 0;
        for (int arm = 0; arm < data.Levels; arm++)
        {
            int[] here = data.Treatment.RowsOf(arm), there = [.. looked.Where(i => donors.Treatment[i] == arm)];
            if (here.Length < FewestRows || there.Length == 0)
            {
                continue;
            }

            Matrix references = rows.TakeRows(here);
            NeighbourLists to = NearestNeighbours.Find(others.TakeRows(there), references, 2),
                among = NearestNeighbours.Find(references, references, 2, excludeSelf: true);
            own += Enumerable.Range(0, here.Length).Count(i => IsClose(among, i, close));
            ofOwn += here.Length;
            foreach (int i in Enumerable.Range(0, there.Length).Where(i => IsClose(to, i, close)))
            {
                found[there[i]] = true;
                count++;
            }
        }

        double expected = looked.Length * Math.Max(Chance, (own + 0.5) / Math.Max(1, ofOwn));
        return count > Math.Max(3 * expected, expected + (4 * Math.Sqrt(expected)) + 4) ? found : none;
    }

    // Numbers of which at least half are unlike all others.
    private static bool IsFine(Column column)
    {
        if (column is DiscreteColumn)
        {
            return false;
        }

        double[] values = [.. column.ToNumbers().Where(v => !double.IsNaN(v))];
        return values.Length >= FewestRows && values.Distinct().Count() >= Fine * values.Length;
    }

    private static Matrix Points(MatchingSpace space, CausalData data, double unit) => space.Points(data.Covariates).Append(
        new Matrix(data.Rows, 1, [.. data.Outcome.Values.Select(y => y / unit)]));

    // All donors that are no exact copies, or of very many an even selection.
    private static int[] Looked(int rows, bool[] exact)
    {
        int[] all = [.. Enumerable.Range(0, exact.Length).Where(i => !exact[i])];
        int step = Math.Max(1, (int)Math.Ceiling(all.Length * (double)rows / MostPairs));
        return [.. all.Where((_, place) => place % step == 0)];
    }

    private static bool IsClose(NeighbourLists lists, int query, double ratio) =>
        lists.Distances[2 * query] < ratio * lists.Distances[(2 * query) + 1];
}
