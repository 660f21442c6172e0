using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Mechanisms.Networks;

/// <summary>
/// Trains the network of docs/methods/outcome-models.md. One random part of the rows is set aside; every epoch passes over the
/// others in random batches and looks at the loss on that part; training ends when more than `Patience` epochs in a row
/// fail to beat the best and the minimum has passed.
/// </summary>
public static class BasicNet
{
    /// <summary>With fewer rows nothing but their mean can be learned.</summary>
    public const int MinRows = 4;

    /// <summary>Trains on x [n × d] and y [n]. The result depends on the inputs and the context's stream alone.</summary>
    /// <param name="x">Inputs, no missing values.</param>
    /// <param name="y">Targets; 0/1 or probabilities where the task is not a regression.</param>
    /// <param name="task">The head and the loss.</param>
    /// <param name="options">How to train.</param>
    /// <param name="context">Stream and cancellation; one network is one thread's work.</param>
    /// <param name="groups">
    /// Rows of one group (the copies of a row in a bootstrap sample) are set aside together or not at all; null where every
    /// row is its own. Copies on both sides would make the validation loss reward overfitting.
    /// </param>
    /// <exception cref="CausalLoomException">There are no rows.</exception>
    public static BasicNetModel Fit(Matrix x, ReadOnlySpan<double> y, NetworkTask task, BasicNetOptions options, FitContext context,
        int[]? groups = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        if (x.Rows != y.Length || (groups is not null && groups.Length != x.Rows))
        {
            throw new ArgumentException($"{x.Rows} rows of inputs, {y.Length} outcomes and {groups?.Length ?? x.Rows} groups.", nameof(y));
        }

        if (x.Rows == 0)
        {
            throw new CausalLoomException("An outcome network has no rows to learn from: an arm of the data is "
                + "empty. Give rows of both arms.");
        }

        (int[] held, int[] used) = Split(x.Rows, groups, options.ValidationShare, context.Stream.Child("validation"));
        if (x.Rows < MinRows || used.Length < 2 || (task == NetworkTask.Regression && IsConstant(y)))
        {
            return BasicNetModel.OfConstant(x.Columns, task, Mean(y));
        }

        NetScaling scaling = options.Standardize ? NetScaling.Of(x, y, task == NetworkTask.Regression) : NetScaling.None(x.Columns);
        return new BasicNetTraining(x, y, task, options, scaling, held, used, context).Run();
    }

    /// <summary>At least `share` of the rows at random, whole groups, and the others.</summary>
    internal static (int[] Held, int[] Used) Split(int rows, int[]? groups, double share, RandomStream stream)
    {
        int wanted = Math.Clamp((int)Math.Ceiling(share * rows), 1, Math.Max(1, rows - 2));
        int[] order = stream.Permutation(rows);
        if (groups is null)
        {
            return (order[..Math.Min(wanted, rows)], order[Math.Min(wanted, rows)..]);
        }

        HashSet<int> heldGroups = [];
        Dictionary<int, int> sizes = groups.CountBy(g => g).ToDictionary();
        int held = 0;
        foreach (int row in order)
        {
            if (held < wanted && heldGroups.Add(groups[row]))
            {
                held += sizes[groups[row]];
            }
        }

        return (Array.FindAll(order, i => heldGroups.Contains(groups[i])), Array.FindAll(order, i => !heldGroups.Contains(groups[i])));
    }

    private static bool IsConstant(ReadOnlySpan<double> y) => y.IndexOfAnyExcept(y[0]) < 0;

    private static double Mean(ReadOnlySpan<double> y)
    {
        double sum = 0;
        foreach (double v in y)
        {
            sum += v;
        }

        return sum / y.Length;
    }
}
