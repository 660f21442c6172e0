using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Evaluation.Localisation;

/// <summary>
/// Boosted trees that tell synthetic from real rows by X, by (X, W) and by (X, W, Y); every score by trees that have not seen the row.
/// </summary>
/// <param name="Covariates">Scores by X.</param>
/// <param name="Assignment">Scores by (X, W).</param>
/// <param name="Outcome">Scores by (X, W, Y).</param>
/// <param name="TreatedLess">The score by (X, W) of the row were it treated less that of the row were it not.</param>
internal sealed record NestedClassifiers(double[] Covariates, double[] Assignment, double[] Outcome, double[] TreatedLess)
{
    private static readonly BoostingOptions Boosting = new() { Loss = BoostingLoss.Logistic, Trees = 100, MaxLeaves = 8 };

    /// <summary>Fits them.</summary>
    public static NestedClassifiers Fit(SidePool pool, FitContext context)
    {
        CausalData rows = pool.Rows;
        Matrix x = FeatureEncoder.FitEncode(rows.Covariates, FeatureOptions.ForTrees).Features;
        Matrix xw = x.Append(Column(Array.ConvertAll(rows.Treatment.Codes, w => (double)w))), xwy = xw.Append(Column(rows.Outcome.Values));
        Matrix[] sets = [x, xw, xwy];
        BinnedMatrix[] binned = [.. sets.Select(set => BinnedMatrix.Of(set))];
        double[] labels = Array.ConvertAll(pool.IsSynthetic, s => (double)s);
        BoostedTrees[] models = context.Map(3 * pool.Folds.Count, (j, child) =>
            GradientBoosting.Fit(binned[j % 3], labels, pool.Folds.Training(j / 3), [], Boosting, child.Stream, null, child.Cancellation));
        double[][] scores = [.. Enumerable.Range(0, 4).Select(_ => new double[rows.Rows])];
        for (int fold = 0; fold < pool.Folds.Count; fold++)
        {
            int[] held = pool.Folds.HeldOut(fold);
            for (int set = 0; set < 3; set++)
            {
                Put(models[(3 * fold) + set].Scores(sets[set].TakeRows(held)), held, scores[set]);
            }

            double[] treated = models[(3 * fold) + 1].Scores(Assigned(x, held, 1)),
                control = models[(3 * fold) + 1].Scores(Assigned(x, held, 0));
            Put([.. treated.Zip(control, (a, b) => a - b)], held, scores[3]);
        }

        return new NestedClassifiers(scores[0], scores[1], scores[2], scores[3]);
    }

    private static Matrix Assigned(Matrix x, int[] rows, double arm)
    {
        double[] arms = new double[rows.Length];
        Array.Fill(arms, arm);
        return x.TakeRows(rows).Append(Column(arms));
    }

    private static Matrix Column(double[] values) => new(values.Length, 1, values);

    private static void Put(double[] part, int[] rows, double[] whole)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            whole[rows[i]] = part[i];
        }
    }
}
