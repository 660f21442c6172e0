namespace CausalLoom.Mechanisms.Stacking;

/// <summary>The out-of-fold predictions of one family's candidates and which of them each fold (and level) takes.</summary>
/// <param name="Best">[fold][level].</param>
/// <param name="Predictions">[candidate][row]; those that nobody takes are let go.</param>
internal sealed record StackChoice(int[][] Best, double[][] Predictions)
{
    internal double[] Of(int fold, int level) => Predictions[Best[fold][level]];

    /// <summary>For each fold and level the candidate that is best in the other folds.</summary>
    /// <param name="predictions">[candidate][row].</param>
    /// <param name="folds">The folds.</param>
    /// <param name="levels">How many levels choose apart.</param>
    /// <param name="counts">Whether a row has a say in a level's choice.</param>
    /// <param name="loss">The loss of a prediction of a row, times the row's weight.</param>
    /// <param name="undersmooth">Whether the last of those that cannot be told from the best is taken: to shrink less costs an effect's
    /// estimate little variance, to shrink more biases it.</param>
    internal static StackChoice Of(double[][] predictions, Folds folds, int levels, Func<int, int, bool> counts,
        Func<double, int, double> loss, bool undersmooth)
    {
        int[][] best = [.. Enumerable.Range(0, folds.Count).Select(fold =>
        {
            int[] others = folds.Training(fold);
            return Enumerable.Range(0, levels)
                .Select(level => Choose(predictions, others, row => counts(row, level), loss, undersmooth)).ToArray();
        })];
        HashSet<int> taken = [.. best.SelectMany(of => of)];
        return new StackChoice(best, [.. predictions.Select((of, c) => taken.Contains(c) ? of : [])]);
    }

    // The candidate with the least loss; ties go to the first.
    private static int Choose(double[][] predictions, int[] rows, Func<int, bool> counts, Func<double, int, double> loss, bool undersmooth)
    {
        if (predictions.Length == 1)
        {
            return 0;
        }

        double[] losses = [.. predictions.Select(of => rows.Where(counts).Sum(i => loss(of[i], i)))];
        int best = Array.IndexOf(losses, losses.Min());
        for (int c = losses.Length - 1; undersmooth && c > best; c--)
        {
            double squares = rows.Where(counts).Sum(i => Math.Pow(loss(predictions[c][i], i) - loss(predictions[best][i], i), 2));
            if (losses[c] - losses[best] <= Math.Sqrt(squares))
            {
                return c;
            }
        }

        return Math.Max(0, best);
    }
}
