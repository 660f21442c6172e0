using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms.Stacking;

/// <summary>The families of a stack and how they are fitted, for outcomes and propensities alike.</summary>
/// <param name="Penalties">Ridge penalties of regressions on the columns, descending.</param>
/// <param name="Roughness">ν of regressions with curves and products, descending.</param>
/// <param name="TreeCounts">Numbers of trees, ascending.</param>
/// <param name="Boosting">The trees.</param>
/// <param name="Knots">Where curves have their knots.</param>
/// <param name="Logistic">Whether the target has two levels.</param>
/// <param name="Sparse">Whether columns are selected too.</param>
internal sealed record StackLibrary(double[] Penalties, IReadOnlyList<double> Roughness, IReadOnlyList<int> TreeCounts,
    BoostingOptions Boosting, CurveKnots Knots, bool Logistic, bool Sparse)
{
    // Curves and products are learnt from so many rows at most: their coefficients are few.
    private const int MostRows = 10_000;

    // With so many rows a column, to select columns gains nothing.
    private const int RowsEnough = 50;
    private const int FewestColumns = 8;

    // Penalties that weigh less than this share of the rows differ in nothing but cost.
    private const double Light = 0.01;

    /// <summary>The library for fits to so many rows of so many columns: what cannot matter with many rows is left out.</summary>
    internal static StackLibrary For(double rows, int columns, IReadOnlyList<double> penalties, IReadOnlyList<double> roughness,
        IReadOnlyList<int> trees, BoostingOptions boosting, CurveKnots knots, bool logistic) =>
        new([.. penalties.Where((l2, k) => k == penalties.Count - 1 || l2 > Light * rows)], roughness, trees,
            boosting with { Loss = logistic ? BoostingLoss.Logistic : BoostingLoss.Squared }, knots, logistic,
            columns >= FewestColumns && rows < RowsEnough * columns);

    /// <summary>Fits every candidate to some rows.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="binned">The same, binned for trees.</param>
    /// <param name="y">The targets of all rows.</param>
    /// <param name="training">The rows to learn from.</param>
    /// <param name="weights">Weights of all rows, or null.</param>
    /// <param name="trees">The stream of the trees.</param>
    /// <param name="what">Of what the regressions are, for a notice.</param>
    /// <param name="context">The context.</param>
    internal StackCandidates Fit(StackRows rows, BinnedMatrix binned, double[] y, int[] training, double[]? weights, RandomStream trees,
        string what, FitContext context)
    {
        BoostedTrees boosted = GradientBoosting.Fit(binned, y, training, [], Boosting, trees, weights, context.Cancellation);
        Target all = new(training, y, weights);
        RowView z = rows.At(training).Linear;
        LinearFit[] linear = Path(z, all, Penalties, standardised: true, what, context);

        Target some = new(training.Length <= MostRows ? training : Sample(training, context.Stream.Child("terms")), y, weights);
        StackTerms terms = TermSearch.Run(Whole(rows.At(some.Rows).Linear), some.Y, some.Weights, Knots);
        LinearFit[] curved = Path(rows.At(some.Rows).With(terms), some, [.. Roughness.Select(v => v * terms.Rows)], standardised: false,
            what, context);
        LinearFit[] sparse = Sparse
            ? SparseRegressions.Fit(Whole(z), all.Y, all.Weights, (x, l2) => Path(x, all, [l2], standardised: true, what, context)[0]) : [];
        return new StackCandidates(linear, terms, curved, boosted, TreeCounts, sparse);
    }

    private static int[] Sample(int[] training, RandomStream stream)
    {
        int[] shuffled = [.. training];
        stream.Shuffle<int>(shuffled);
        return [.. shuffled[..MostRows].Order()];
    }

    private static Matrix Whole(RowView rows)
    {
        Matrix whole = new(rows.Rows, rows.Columns);
        RowCursor cursor = rows.Cursor();
        for (int i = 0; i < whole.Rows; i++)
        {
            cursor.Row(i).CopyTo(whole.Row(i));
        }

        return whole;
    }

    private LinearFit[] Path(RowView x, Target target, double[] penalties, bool standardised, string what, FitContext context)
    {
        if (!Logistic)
        {
            return [.. penalties.Select(l2 => LeastSquares.Fit(x, target.Y, l2, target.Weights, standardised))];
        }

        double events = target.Y.Sum();
        if (events == 0 || events == target.Y.Length)
        {
            double total = target.Total;
            LinearFit constant = new(RowWeights.HaldaneLogit(events == 0 ? 0 : total, total), new double[x.Columns]);
            return [.. penalties.Select(_ => constant)];
        }

        LogisticFit[] fits = LogisticRegression.Path(x, target.Y, penalties, new LogisticOptions { StandardisedPenalty = standardised },
            target.Weights, context.Cancellation);
        context.Settled(fits.All(fit => fit.Converged), $"A logistic regression in the {what}'s stack");
        return [.. fits.Select(fit => new LinearFit(fit.Intercept, fit.Coefficients))];
    }

    private sealed class Target(int[] rows, double[] y, double[]? weights)
    {
        internal int[] Rows => rows;

        internal double[] Y { get; } = Array.ConvertAll(rows, i => y[i]);

        internal double[]? Weights { get; } = RowWeights.Take(weights, rows);

        internal double Total => RowWeights.Total(Weights, rows.Length);
    }
}
