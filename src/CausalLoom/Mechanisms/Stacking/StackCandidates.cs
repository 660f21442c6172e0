using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms.Stacking;

/// <summary>All that was fitted to the rows of one fold (and arm), family by family.</summary>
/// <param name="Linear">Ridge regressions on the columns, by penalty.</param>
/// <param name="Terms">Curves and products.</param>
/// <param name="Curved">Ridge regressions on columns, curves and products, by penalty.</param>
/// <param name="Trees">Boosted trees, as many as there may be.</param>
/// <param name="TreeCounts">How many of them may be used.</param>
/// <param name="Sparse">Regressions on few of the columns; none where there are rows enough for all.</param>
internal sealed record StackCandidates(LinearFit[] Linear, StackTerms Terms, LinearFit[] Curved, BoostedTrees Trees,
    IReadOnlyList<int> TreeCounts, LinearFit[] Sparse)
{
    /// <summary>How many candidates each family has; families without any take no part.</summary>
    internal int[] Counts => [Linear.Length, Curved.Length, TreeCounts.Count, Sparse.Length];

    /// <summary>What each candidate of a family predicts of some rows, on the scale of its linear predictor, [candidate][row].</summary>
    internal double[][] Scores(int family, StackRows rows) => family switch
    {
        StackMember.LinearFamily => [.. Linear.Select(fit => fit.Predict(rows.Linear))],
        StackMember.CurvedFamily => Predict(Curved, rows.With(Terms)),
        StackMember.TreeFamily => Trees.Scores(rows.Trees, TreeCounts),
        _ => [.. Sparse.Select(fit => fit.Predict(rows.Linear))],
    };

    /// <summary>The member of one candidate a family.</summary>
    /// <param name="best">Which candidate of each family there is.</param>
    /// <param name="intercept">What is added.</param>
    /// <param name="weights">The weight of each family there is.</param>
    internal StackMember Chosen(int[] best, double intercept, double[] weights) => new(Linear[best[0]], Terms, Curved[best[1]],
        Trees.Truncate(TreeCounts[best[2]]), best.Length > StackMember.SparseFamily ? Sparse[best[3]] : null, intercept, weights);

    // Curves are made once for all.
    private static double[][] Predict(LinearFit[] fits, RowView x)
    {
        double[][] all = [.. fits.Select(_ => new double[x.Rows])];
        RowCursor rows = x.Cursor();
        for (int i = 0; i < x.Rows; i++)
        {
            ReadOnlySpan<double> row = rows.Row(i);
            for (int c = 0; c < fits.Length; c++)
            {
                all[c][i] = fits[c].Intercept + SymmetricMatrix.Dot(row, fits[c].Coefficients);
            }
        }

        return all;
    }
}
