using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Evaluation.Localisation;

/// <summary>
/// Boosted trees that tell synthetic from real rows by X, by (X, W) and by (X, W, Y); every score by trees that have not seen the row.
/// </summary>
/// <param name="Covariates">Scores by X.</param>
/// <param name="Assignment">Scores by (X, W).</param>
/// <param name="Outcome">Scores by (X, W, Y).</param>
/// <param name="LevelLess">For each level after the reference, the score by (X, W) of the row were it of that level less that of the row
/// were it of the reference, [K − 1][n].</param>
internal sealed record NestedClassifiers(double[] Covariates, double[] Assignment, double[] Outcome, double[][] LevelLess)
{
    private static readonly BoostingOptions Boosting = new() { Loss = BoostingLoss.Logistic, Trees = 100, MaxLeaves = 8 };

    /// <summary>Fits them.</summary>
    public static NestedClassifiers Fit(SidePool pool, FitContext context)
    {
        CausalData rows = pool.Rows;
        Matrix x = FeatureEncoder.FitEncode(rows.Covariates, FeatureOptions.ForTrees).Features;
        Matrix xw = LevelFeatures.Beside(x, rows.Treatment.Codes, rows.Levels);
        Matrix xwy = xw.Append(new Matrix(rows.Rows, 1, rows.Outcome.Values));
        Matrix[] sets = [x, xw, xwy];
        BinnedMatrix[] binned = [.. sets.Select(set => BinnedMatrix.Of(set))];
        double[] labels = Array.ConvertAll(pool.IsSynthetic, s => (double)s);
        BoostedTrees[] models = context.Map(3 * pool.Folds.Count, (j, child) =>
            GradientBoosting.Fit(binned[j % 3], labels, pool.Folds.Training(j / 3), [], Boosting, child.Stream, null, child.Cancellation));
        double[][] scores = [.. Enumerable.Range(0, 2 + rows.Levels).Select(_ => new double[rows.Rows])];
        for (int fold = 0; fold < pool.Folds.Count; fold++)
        {
            int[] held = pool.Folds.HeldOut(fold);
            for (int set = 0; set < 3; set++)
            {
                Put(models[(3 * fold) + set].Scores(sets[set].TakeRows(held)), held, scores[set]);
            }

            Matrix at = x.TakeRows(held);
            double[][] assigned = [.. Enumerable.Range(0, rows.Levels)
                .Select(level => models[(3 * fold) + 1].Scores(LevelFeatures.Beside(at, level, rows.Levels)))];
            for (int level = 1; level < rows.Levels; level++)
            {
                Put([.. assigned[level].Zip(assigned[0], (a, b) => a - b)], held, scores[2 + level]);
            }
        }

        return new NestedClassifiers(scores[0], scores[1], scores[2], scores[3..]);
    }

    private static void Put(double[] part, int[] rows, double[] whole)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            whole[rows[i]] = part[i];
        }
    }
}
