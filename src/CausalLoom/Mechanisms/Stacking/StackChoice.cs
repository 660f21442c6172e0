using CausalLoom.Numerics.Linear;

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
    /// <param name="weights">Weights, [n], or null: one of 2 is a row twice.</param>
    /// <param name="undersmooth">Whether the last of those that cannot be told from the best is taken: to shrink less costs an effect's
    /// estimate little variance, to shrink more biases it.</param>
    internal static StackChoice Of(double[][] predictions, Folds folds, int levels, Func<int, int, bool> counts,
        Func<double, int, double> loss, double[]? weights, bool undersmooth)
    {
        int[][] best = [.. Enumerable.Range(0, folds.Count).Select(fold =>
        {
            int[] others = folds.Training(fold);
            return Enumerable.Range(0, levels)
                .Select(level => Choose(predictions, others, row => counts(row, level), loss, weights, undersmooth))
                .ToArray();
        })];
        HashSet<int> taken = [.. best.SelectMany(of => of)];
        return new StackChoice(best, [.. predictions.Select((of, c) => taken.Contains(c) ? of : [])]);
    }

    /// <summary>
    /// The weights without trees where their loss cannot be told from that of all: regressions that hold the truth are less biased where an
    /// arm is rare, which a mean loss hardly sees.
    /// </summary>
    /// <param name="fit">The weights of some families, and what else is fitted behind them.</param>
    /// <param name="families">How many families there are.</param>
    /// <param name="losses">The loss of each row, times its weight, under weights of all families.</param>
    /// <param name="weights">Weights of the rows, or null.</param>
    internal static double[] Plainest(Func<int[], double[]> fit, int families, Func<double[], double[]> losses, double[]? weights)
    {
        int[] all = [.. Enumerable.Range(0, families)], some = [.. all.Where(f => f != StackMember.TreeFamily)];
        double[] full = fit(all), part = fit(some);
        double[] plain = [.. all.Select(f => Array.IndexOf(some, f) is >= 0 and int at ? part[at] : 0), .. part[some.Length..]];
        double[] difference = [.. losses(plain).Zip(losses(full), (p, f) => p - f)];
        return difference.Sum() <= Math.Sqrt(difference.Select((v, i) => v * v / (weights?[i] ?? 1)).Sum()) ? plain : full;
    }

    /// <summary>The loss of each row.</summary>
    internal static double[] Losses(double[] predictions, Func<double, int, double> loss) => [.. predictions.Select(loss)];

    /// <summary>Some columns.</summary>
    internal static Matrix Columns(Matrix x, int[] columns)
    {
        Matrix some = new(x.Rows, columns.Length);
        for (int i = 0; i < x.Rows; i++)
        {
            for (int j = 0; j < columns.Length; j++)
            {
                some[i, j] = x[i, columns[j]];
            }
        }

        return some;
    }

    // The candidate with the least loss; ties go to the first.
    private static int Choose(double[][] predictions, int[] rows, Func<int, bool> counts, Func<double, int, double> loss,
        double[]? weights, bool undersmooth)
    {
        if (predictions.Length == 1)
        {
            return 0;
        }

        double[] losses = [.. predictions.Select(of => rows.Where(counts).Sum(i => loss(of[i], i)))];
        int best = Array.IndexOf(losses, losses.Min());
        for (int c = losses.Length - 1; undersmooth && c > best; c--)
        {
            double squares = rows.Where(counts).Sum(i => Math.Pow(loss(predictions[c][i], i) - loss(predictions[best][i], i), 2)
                / (weights?[i] ?? 1));
            if (losses[c] - losses[best] <= Math.Sqrt(squares))
            {
                return c;
            }
        }

        return Math.Max(0, best);
    }
}
