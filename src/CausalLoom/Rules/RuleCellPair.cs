namespace CausalLoom.Rules;

/// <summary>Two columns' cells side by side: which of them exclude one another, said in as few implications as will do.</summary>
/// <param name="a">The one column.</param>
/// <param name="b">The other.</param>
/// <param name="counts">[cell of a][cell of b]: rows.</param>
/// <param name="chance">The logarithm of the probability of an empty cell; 0 where it is not empty or no surprise.</param>
internal sealed class RuleCellPair(RuleCells a, RuleCells b, int[] counts, double[] chance)
{
    private readonly bool[] _said = new bool[counts.Length];

    /// <summary>The implications.</summary>
    public IEnumerable<(RuleLiteral If, RuleLiteral Then, double Chance)> Implications()
    {
        List<(RuleLiteral If, RuleLiteral Then, double Chance)> all = [];

        // The rarer side first: who is pregnant is a woman, rather than who is a man is not pregnant.
        // What leaves another column no value at all says more than any of the values does.
        foreach ((bool flipped, int cell) in Enumerable.Range(0, a.Count).Select(i => (false, i))
            .Concat(Enumerable.Range(0, b.Count).Select(j => (true, j))).OrderBy(side => LeavesNothing(side.Item1, side.Item2) ? 0 : 1)
            .ThenBy(side => (side.Item1 ? b : a).Rows[side.Item2]))
        {
            Only(flipped, cell, all);
        }

        for (int i = 0; i < a.Count; i++)
        {
            Except(i, all);
        }

        return all;
    }

    private int At(bool flipped, int from, int to) => flipped ? (to * b.Count) + from : (from * b.Count) + to;

    private bool LeavesNothing(bool flipped, int from)
    {
        RuleCells other = flipped ? a : b;
        return other.Missing >= 0 && (flipped ? b : a).Rows[from] > 0
            && Enumerable.Range(0, other.Count).All(to => to == other.Missing || counts[At(flipped, from, to)] == 0);
    }

    // All rows of a cell have one and the same cell of the other column.
    private void Only(bool flipped, int from, List<(RuleLiteral If, RuleLiteral Then, double Chance)> all)
    {
        (RuleCells one, RuleCells other) = flipped ? (b, a) : (a, b);
        if (Literal(one, from) is not { } when)
        {
            return;
        }

        int[] values = [.. Enumerable.Range(0, other.Count).Where(to => to != other.Missing)];
        int missing = other.Missing;
        long here = one.Rows[from], gone = missing < 0 ? 0 : counts[At(flipped, from, missing)];
        int[] seen = [.. values.Where(to => counts[At(flipped, from, to)] > 0)];
        if (missing >= 0 && seen.Length == 0 && here > 0)
        {
            Say(flipped, from, values, when, other.Literals[missing]!, all);
        }
        else if (missing >= 0 && gone == 0)
        {
            Say(flipped, from, [missing], when, other.Literals[missing]!.Not, all);
        }

        if (seen is [var only] && values.Length > 1)
        {
            RuleLiteral then = other.Literals[only] ?? other.Literals.First(l => l is { IsMissing: false })!.Not;
            Say(flipped, from, [.. values.Where(to => to != only)], when, then, all);
        }
    }

    // A cell of the other column that a cell never meets, where that is not all of the others.
    private void Except(int i, List<(RuleLiteral If, RuleLiteral Then, double Chance)> all)
    {
        int[] empty = [.. Enumerable.Range(0, b.Count).Where(j => j != b.Missing && b.Literals[j] is not null
            && IsNews((i * b.Count) + j))];
        if (Literal(a, i) is { } when && empty.Length > 0)
        {
            Say(false, i, empty, when,
                new RuleLiteral(b.Column.Column.Name, [.. empty.SelectMany(j => b.Literals[j]!.Values)], true), all);
        }
    }

    private bool IsNews(int at) => !_said[at] && RuleCandidates.IsHopeful(chance[at]);

    // Said where at least one of the empty cells is a surprise that was not said yet; it is as sure as the surest of them.
    private void Say(bool flipped, int from, int[] empty, RuleLiteral when, RuleLiteral then,
        List<(RuleLiteral If, RuleLiteral Then, double Chance)> all)
    {
        int[] cells = [.. empty.Select(to => At(flipped, from, to))];
        if (cells.Any(IsNews))
        {
            all.Add((when, then, cells.Min(at => chance[at])));
            foreach (int at in cells)
            {
                _said[at] = true;
            }
        }
    }

    // A number that is not the shared one, or is there at all.
    private static RuleLiteral? Literal(RuleCells cells, int cell) => cells.Literals[cell]
        ?? (cells.Literals.FirstOrDefault(literal => literal is { IsMissing: false })?.Not
            ?? cells.Literals[^1]?.Not);
}
