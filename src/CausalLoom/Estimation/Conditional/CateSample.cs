using CausalLoom.Mechanisms.Networks;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Estimation.Conditional;

/// <summary>What an effect learner learns from: features, arms and outcomes, with at least two rows in each arm.</summary>
public sealed class CateSample
{
    /// <summary>A sample.</summary>
    /// <param name="features">X [n × d], no missing values.</param>
    /// <param name="treatment">W [n], 0 or 1. Not copied.</param>
    /// <param name="outcome">Y [n]. Not copied.</param>
    /// <param name="isBinaryOutcome">Whether Y is 0/1 (or a probability) and effects are risk differences.</param>
    /// <param name="groups">
    /// The group of each row, or null where every row is its own: the copies of a row in a bootstrap sample stay on one side
    /// of every split into folds and validation rows.
    /// </param>
    /// <exception cref="CausalLoomException">An arm has fewer than two rows.</exception>
    public CateSample(Matrix features, int[] treatment, double[] outcome, bool isBinaryOutcome = false, int[]? groups = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(treatment);
        ArgumentNullException.ThrowIfNull(outcome);
        if (features.Rows != treatment.Length || treatment.Length != outcome.Length)
        {
            throw new ArgumentException($"{features.Rows} rows of features, {treatment.Length} arms and {outcome.Length} outcomes.",
                nameof(features));
        }

        Features = features;
        Treatment = treatment;
        Outcome = outcome;
        IsBinaryOutcome = isBinaryOutcome;
        Groups = groups;
        int treated = treatment.Sum();
        if (Math.Min(treated, treatment.Length - treated) < 2)
        {
            throw new CausalLoomException($"Effects need at least two rows in each arm; there are {treated} treated and "
                + $"{treatment.Length - treated} control rows. Give data with both arms.");
        }
    }

    /// <summary>X [n × d].</summary>
    public Matrix Features { get; }

    /// <summary>W [n], 0 or 1.</summary>
    public int[] Treatment { get; }

    /// <summary>Y [n].</summary>
    public double[] Outcome { get; }

    /// <summary>Whether Y is 0/1 (or a probability).</summary>
    public bool IsBinaryOutcome { get; }

    /// <summary>The group of each row, or null where every row is its own.</summary>
    public int[]? Groups { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => Treatment.Length;

    /// <summary>A network of the given task on the given rows.</summary>
    internal BasicNetModel Network(int[] rows, double[] target, NetworkTask task, BasicNetOptions options, FitContext context) =>
        BasicNet.Fit(Features.TakeRows(rows), Array.ConvertAll(rows, i => target[i]), task, options, context, Groups is null ? null
            : Array.ConvertAll(rows, i => Groups[i]));

    /// <summary>The outcome's task.</summary>
    internal NetworkTask OutcomeTask => IsBinaryOutcome ? NetworkTask.Probability : NetworkTask.Regression;

    /// <summary>0 … rows − 1.</summary>
    internal int[] AllRows() => [.. Enumerable.Range(0, Rows)];

    /// <summary>The rows among these that are in an arm.</summary>
    internal int[] RowsOfArm(IEnumerable<int> rows, int arm) => [.. rows.Where(i => Treatment[i] == arm)];
}
