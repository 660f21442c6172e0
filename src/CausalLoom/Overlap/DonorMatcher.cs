using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neighbours;

namespace CausalLoom.Overlap;

/// <summary>Finds each extreme row the nearest donor that is left, without replacement. Ties go to the lower donor row.</summary>
public sealed class DonorMatcher
{
    private readonly Matrix _points;
    private readonly KdTree[] _trees;
    private readonly double _unit, _caliper;

    /// <summary>A matcher for one pool.</summary>
    /// <param name="points">The donors as points.</param>
    /// <param name="arms">The arm of each donor where only donors of the lacking arm serve; null: all serve for both.</param>
    /// <param name="unit">Euclidean distance a unit of the caliper.</param>
    /// <param name="caliper">The largest distance in those units; null: any.</param>
    public DonorMatcher(Matrix points, int[]? arms, double unit, double? caliper)
    {
        ArgumentNullException.ThrowIfNull(points);
        _points = points;
        _trees = arms is null
            ? [new KdTree(points)]
            : [.. Enumerable.Range(0, 2)
                .Select(arm => new KdTree(points, [.. Enumerable.Range(0, arms.Length).Where(i => arms[i] == arm)]))];
        (_unit, _caliper) = (unit, caliper * unit ?? double.PositiveInfinity);
    }

    /// <summary>Matches; the result is in the order of the extreme rows given.</summary>
    /// <param name="rows">Extreme rows as points, in the order of <paramref name="extremes"/>.</param>
    /// <param name="extremes">The rows and the arm that each lacks.</param>
    /// <param name="order">Who chooses first.</param>
    /// <returns>The matches, and the places in <paramref name="extremes"/> that found none.</returns>
    public (DonorMatch[] Matches, int[] Unmatched) Match(Matrix rows, IReadOnlyList<(int Row, int Arm)> extremes, MatchOrder order)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(extremes);
        if (rows.Rows != extremes.Count || (rows.Columns != _points.Columns && extremes.Count > 0))
        {
            throw new ArgumentException("One point an extreme row is needed, with the donors' features.", nameof(rows));
        }

        DonorMatch?[] found = new DonorMatch?[extremes.Count];
        if (order == MatchOrder.RowOrder)
        {
            for (int e = 0; e < found.Length; e++)
            {
                (int donor, double distance) = Nearest(rows, extremes, e);
                Take(found, extremes, e, donor, distance);
            }
        }
        else
        {
            NearestFirst(rows, extremes, found);
        }

        return ([.. found.OfType<DonorMatch>()], [.. Enumerable.Range(0, found.Length).Where(e => found[e] is null)]);
    }

    // Distances only grow as donors go, so the smallest of the old distances whose donor is still there is the closest pair.
    private void NearestFirst(Matrix rows, IReadOnlyList<(int Row, int Arm)> extremes, DonorMatch?[] found)
    {
        PriorityQueue<(int Extreme, int Donor), (double Distance, int Extreme)> waiting = new();
        for (int e = 0; e < extremes.Count; e++)
        {
            Ask(e);
        }

        HashSet<int> taken = [];
        while (waiting.TryDequeue(out (int Extreme, int Donor) pair, out (double Distance, int Extreme) key))
        {
            if (taken.Add(pair.Donor))
            {
                Take(found, extremes, pair.Extreme, pair.Donor, key.Distance);
            }
            else
            {
                Ask(pair.Extreme);
            }
        }

        void Ask(int e)
        {
            (int donor, double distance) = Nearest(rows, extremes, e);
            if (donor >= 0)
            {
                waiting.Enqueue((e, donor), (distance, e));
            }
        }
    }

    private KdTree Tree(int arm) => _trees.Length == 1 ? _trees[0] : _trees[arm];

    private (int Donor, double Distance) Nearest(Matrix rows, IReadOnlyList<(int Row, int Arm)> extremes, int e) =>
        Tree(extremes[e].Arm).Nearest(rows.Row(e), _caliper);

    private void Take(DonorMatch?[] found, IReadOnlyList<(int Row, int Arm)> extremes, int e, int donor, double distance)
    {
        if (donor >= 0)
        {
            Tree(extremes[e].Arm).Remove(donor);
            found[e] = new DonorMatch(extremes[e].Row, extremes[e].Arm, donor, distance / _unit);
        }
    }
}
