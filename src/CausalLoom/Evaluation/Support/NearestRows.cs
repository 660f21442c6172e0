using CausalLoom.Numerics.Linear;

namespace CausalLoom.Evaluation.Support;

/// <summary>The nearest row of one table to each row of another, exactly, by Euclidean distance.</summary>
internal sealed class NearestRows
{
    private const int QueriesPerBlock = 64;

    private NearestRows(int queries)
    {
        Index = new int[queries];
        Distance = new double[queries];
        SecondDistance = new double[queries];
    }

    /// <summary>The nearest row of each query; the first of equally near ones; −1 where there is none.</summary>
    public int[] Index { get; }

    /// <summary>Its distance; infinite where there is none.</summary>
    public double[] Distance { get; }

    /// <summary>The distance of the second nearest row; infinite where there is none.</summary>
    public double[] SecondDistance { get; }

    /// <summary>For each row of <paramref name="queries"/>, the nearest row of <paramref name="rows"/>.</summary>
    public static NearestRows Of(Matrix queries, Matrix rows, FitContext context) => Find(queries, rows, excludeSelf: false, context);

    /// <summary>For each row, the nearest other row (leave one out).</summary>
    public static NearestRows Among(Matrix rows, FitContext context) => Find(rows, rows, excludeSelf: true, context);

    private static NearestRows Find(Matrix queries, Matrix rows, bool excludeSelf, FitContext context)
    {
        NearestRows found = new(queries.Rows);
        int blocks = (queries.Rows + QueriesPerBlock - 1) / QueriesPerBlock;
        context.Map(blocks, (block, _) =>
        {
            int end = Math.Min(queries.Rows, (block + 1) * QueriesPerBlock);
            for (int i = block * QueriesPerBlock; i < end; i++)
            {
                found.FindOne(i, queries.Row(i), rows, excludeSelf ? i : -1);
            }

            return 0;
        });
        return found;
    }

    private void FindOne(int query, ReadOnlySpan<double> point, Matrix rows, int excluded)
    {
        int best = -1;
        double first = double.PositiveInfinity, second = double.PositiveInfinity;
        for (int j = 0; j < rows.Rows; j++)
        {
            if (j == excluded)
            {
                continue;
            }

            double distance = SquaredDistance.Between(point, rows.Row(j));
            if (distance < first)
            {
                (best, second, first) = (j, first, distance);
            }
            else if (distance < second)
            {
                second = distance;
            }
        }

        Index[query] = best;
        Distance[query] = Math.Sqrt(first);
        SecondDistance[query] = Math.Sqrt(second);
    }
}
