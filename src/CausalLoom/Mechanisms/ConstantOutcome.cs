using CausalLoom.Data;

namespace CausalLoom.Mechanisms;

/// <summary>`constant`: each arm's mean for everyone, as in a trial that nothing is to be adjusted for.</summary>
public sealed record ConstantOutcome : IOutcomeLearner
{
    /// <inheritdoc />
    public string Name => ConstantOutcomeModel.Kind;

    /// <inheritdoc />
    public bool WeighsRows => true;

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">An arm has no rows.</exception>
    public IOutcomeModel Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new ConstantOutcomeModel([.. Enumerable.Range(0, data.Levels).Select(level => Mean(data, level))]);
    }

    private static double Mean(CausalData data, int level)
    {
        int[] rows = ArmRows.Of(data, level);
        return RowWeights.Mean(Array.ConvertAll(rows, i => data.Outcome[i]), RowWeights.Take(data.Normalised, rows));
    }
}
