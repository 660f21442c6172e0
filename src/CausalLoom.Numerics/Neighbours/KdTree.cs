using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Neighbours;

/// <summary>
/// Exact Euclidean nearest neighbour among rows that can be taken out one by one, as matching without replacement does. A
/// k-d tree (Bentley 1975) whose nodes keep the box of their rows. Distances are sums of squared differences, one chain over the
/// features in order, as <see cref="NearestNeighbours"/> has them; ties go to the lower row. A box is passed over only where even its
/// nearest corner, summed in the same order and so never rounded above a row's distance, is farther than what was found.
/// </summary>
public sealed class KdTree
{
    private const int LeafRows = 8;
    private readonly Matrix _points;
    private readonly int[] _rows;
    private readonly int[] _leafOf;
    private readonly List<Node> _nodes = [];

    /// <summary>A tree of some rows of a matrix.</summary>
    /// <param name="points">Points, [n, d], finite. Not copied, and not to be written to.</param>
    /// <param name="rows">The rows that can be found; null: all.</param>
    /// <exception cref="ArgumentException">A row is there twice, does not exist or is not finite.</exception>
    public KdTree(Matrix points, IReadOnlyList<int>? rows = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        _points = points;
        _rows = rows is null ? [.. Enumerable.Range(0, points.Rows)] : [.. rows];
        _leafOf = new int[points.Rows];
        Array.Fill(_leafOf, -1);
        if (_rows.Distinct().Count() != _rows.Length || _rows.Any(row => row < 0 || row >= points.Rows || !Finite(points.Row(row))))
        {
            throw new ArgumentException("Rows must exist, once each, and hold finite numbers.", nameof(rows));
        }

        if (_rows.Length > 0)
        {
            Build(0, _rows.Length, -1);
        }
    }

    /// <summary>How many rows can be found.</summary>
    public int Count => _nodes.Count == 0 ? 0 : _nodes[0].Live;

    /// <summary>The nearest row that is still there.</summary>
    /// <param name="query">A point of d finite numbers.</param>
    /// <param name="within">The largest distance allowed, itself included.</param>
    /// <returns>The row, −1 where there is none, and its distance.</returns>
    public (int Row, double Distance) Nearest(ReadOnlySpan<double> query, double within = double.PositiveInfinity)
    {
        if (query.Length != _points.Columns)
        {
            throw new ArgumentException($"The query has {query.Length} numbers and the points have {_points.Columns}.", nameof(query));
        }

        int row = -1;
        double best = within * within;
        if (Count > 0 && Bound(_nodes[0], query) <= best)
        {
            Search(0, query, ref row, ref best);
        }

        return row < 0 ? (-1, double.PositiveInfinity) : (row, Math.Sqrt(best));
    }

    /// <summary>Takes a row out.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(int row)
    {
        if (row < 0 || row >= _leafOf.Length || _leafOf[row] < 0)
        {
            return false;
        }

        Node leaf = _nodes[_leafOf[row]];
        _leafOf[row] = -1;

        // The rows that are left stay in front, in whatever order: ties are decided by number.
        int last = leaf.First + leaf.Live - 1;
        _rows[Array.IndexOf(_rows, row, leaf.First, leaf.Live)] = _rows[last];
        for (int at = leaf.Index; at >= 0; at = _nodes[at].Parent)
        {
            _nodes[at].Live--;
        }

        return true;
    }

    private static bool Finite(ReadOnlySpan<double> values)
    {
        foreach (double v in values)
        {
            if (!double.IsFinite(v))
            {
                return false;
            }
        }

        return true;
    }

    private static double Bound(Node node, ReadOnlySpan<double> query)
    {
        double sum = 0;
        for (int j = 0; j < query.Length; j++)
        {
            double d = query[j] < node.Low[j] ? node.Low[j] - query[j] : query[j] > node.High[j] ? query[j] - node.High[j] : 0;
            sum += d * d;
        }

        return sum;
    }

    private int Build(int first, int count, int parent)
    {
        int d = _points.Columns;
        Node node = new(_nodes.Count, parent, first, count, new double[d], new double[d]);
        _nodes.Add(node);
        int widest = Box(node);
        if (count <= LeafRows || widest < 0)
        {
            for (int i = first; i < first + count; i++)
            {
                _leafOf[_rows[i]] = node.Index;
            }

            return node.Index;
        }

        // In total order, so that the same points always make the same tree.
        _rows.AsSpan(first, count).Sort((a, b) => _points[a, widest].CompareTo(_points[b, widest]) is var c and not 0 ? c : a.CompareTo(b));
        int half = count / 2;
        node.Left = Build(first, half, node.Index);
        node.Right = Build(first + half, count - half, node.Index);
        return node.Index;
    }

    // Fills the box and gives its widest side, -1 where all rows are one point.
    private int Box(Node node)
    {
        int widest = -1;
        double most = 0;
        for (int j = 0; j < _points.Columns; j++)
        {
            (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
            for (int i = node.First; i < node.First + node.Live; i++)
            {
                double v = _points[_rows[i], j];
                (low, high) = (Math.Min(low, v), Math.Max(high, v));
            }

            (node.Low[j], node.High[j]) = (low, high);
            (widest, most) = high - low > most ? (j, high - low) : (widest, most);
        }

        return widest;
    }

    private void Search(int index, ReadOnlySpan<double> query, ref int row, ref double best)
    {
        Node node = _nodes[index];
        if (node.Left < 0)
        {
            for (int i = node.First; i < node.First + node.Live; i++)
            {
                Offer(_rows[i], query, ref row, ref best);
            }

            return;
        }

        Node left = _nodes[node.Left], right = _nodes[node.Right];
        double toLeft = Bound(left, query), toRight = Bound(right, query);
        (Node Node, double Bound) near = toLeft <= toRight ? (left, toLeft) : (right, toRight), far = toLeft <= toRight ? (right, toRight)
            : (left, toLeft);
        if (near.Node.Live > 0 && near.Bound <= best)
        {
            Search(near.Node.Index, query, ref row, ref best);
        }

        if (far.Node.Live > 0 && far.Bound <= best)
        {
            Search(far.Node.Index, query, ref row, ref best);
        }
    }

    private void Offer(int candidate, ReadOnlySpan<double> query, ref int row, ref double best)
    {
        ReadOnlySpan<double> point = _points.Row(candidate);
        double sum = 0;
        for (int j = 0; j < point.Length; j++)
        {
            double d = point[j] - query[j];
            sum += d * d;
        }

        if (sum < best || (sum == best && (row < 0 || candidate < row)))
        {
            (row, best) = (candidate, sum);
        }
    }

    private sealed class Node(int index, int parent, int first, int live, double[] low, double[] high)
    {
        internal int Index { get; } = index;

        internal int Parent { get; } = parent;

        internal int First { get; } = first;

        internal int Live { get; set; } = live;

        internal double[] Low { get; } = low;

        internal double[] High { get; } = high;

        internal int Left { get; set; } = -1;

        internal int Right { get; set; } = -1;
    }
}
