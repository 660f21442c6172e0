using CausalLoom.Data;

namespace CausalLoom.Mechanisms;

/// <summary>`constant`: each arm's mean for everyone, as in a trial that nothing is to be adjusted for.</summary>
public sealed record ConstantOutcome : IWeightedOutcomeLearner
{
    /// <inheritdoc />
    public string Name => ConstantOutcomeModel.Kind;

    /// <inheritdoc />
    public IOutcomeModel Fit(CausalData data, FitContext context) => Fit(data, null, context);

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">An arm has no rows.</exception>
    public IOutcomeModel Fit(CausalData data, double[]? weights, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new ConstantOutcomeModel(Arm(data, weights, 0), Arm(data, weights, 1));
    }

    private static double Arm(CausalData data, double[]? weights, int arm)
    {
        int[] rows = ArmRows.Of(data, arm);
        return RowWeights.Mean(Array.ConvertAll(rows, i => data.Outcome[i]), RowWeights.Take(weights, rows));
    }
}
