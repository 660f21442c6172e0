using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Overlap;

/// <summary>Outcomes of added rows: the donors' own, or drawn from a model.</summary>
internal static class DonorOutcomes
{
    private const int ResidualFolds = 5;

    /// <summary>The pool with a share of its outcomes flipped: round(share · rows) rows, drawn without replacement.</summary>
    /// <exception cref="CausalLoomException">The outcome has not two levels.</exception>
    public static CausalData Flip(CausalData pool, double share, RandomStream stream)
    {
        if (share == 0)
        {
            return pool;
        }

        if (pool.OutcomeColumn is not BinaryColumn column)
        {
            throw new CausalLoomException($"Only an outcome of two levels can be flipped; '{pool.OutcomeColumn.Name}' is numeric.");
        }

        int[] order = [.. Enumerable.Range(0, pool.Rows)];
        stream.Shuffle<int>(order);
        int[] codes = [.. column.Codes];
        foreach (int row in order.Take((int)Math.Round(share * pool.Rows)))
        {
            codes[row] = 1 - codes[row];
        }

        return new CausalData(pool.Covariates, pool.Treatment, new Outcomes(new BinaryColumn(column.Name, codes, column.Levels)));
    }

    /// <summary>
    /// Draws an outcome for each row under its arm, from a model of given data: their means, and for numbers their residuals.
    /// </summary>
    /// <param name="from">What the model is fitted to.</param>
    /// <param name="learner">The learner of the means.</param>
    /// <param name="covariates">The rows.</param>
    /// <param name="arms">Their arms.</param>
    /// <param name="context">Stream, threads.</param>
    public static Column Draw(CausalData from, IOutcomeLearner learner, Table covariates, int[] arms, FitContext context)
    {
        IOutcomeModel model = learner.Fit(from, context.Child("mean"));
        double[] mean0 = model.Mean(covariates, 0), mean1 = model.Mean(covariates, 1);
        double[] means = [.. arms.Select((arm, i) => arm == 1 ? mean1[i] : mean0[i])];
        RandomStream stream = context.Stream.Child("draw");
        if (from.OutcomeColumn is BinaryColumn binary)
        {
            return new BinaryColumn(binary.Name, Array.ConvertAll(means, p => stream.NextBernoulli(Math.Clamp(p, 0, 1)) ? 1 : 0),
                binary.Levels);
        }

        double[] observed = CrossFits.Outcome(learner, from, ResidualFolds, context.Child("folds")).Own(from.Treatment);
        double[] drawn = HeteroscedasticResidualLaw.Fit(from, observed, context.Child("residual")).Draw(covariates, arms, means, stream);
        return from.OutcomeColumn is IntegerColumn
            ? new IntegerColumn(from.OutcomeColumn.Name, Array.ConvertAll(drawn, v => (long)Math.Round(v)))
            : new ContinuousColumn(from.OutcomeColumn.Name, OnGrid(drawn, (from.OutcomeColumn as ContinuousColumn)?.Decimals),
                (from.OutcomeColumn as ContinuousColumn)?.Decimals);
    }

    private static double[] OnGrid(double[] values, int? decimals) =>
        decimals is { } d and <= 15 ? Array.ConvertAll(values, v => Math.Round(v, d)) : values;
}
