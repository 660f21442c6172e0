using CausalLoom.Data;
using CausalLoom.Mechanisms.Basis;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Mechanisms;

/// <summary>
/// Outcome means by penalised regressions on covariates and functions of them, one an arm (a T-learner), logistic where the outcome has
/// two levels: `spline` (additive natural cubic splines, penalised by their roughness) or `interactions` (all two-way products).
/// </summary>
/// <param name="Kind">Which functions.</param>
/// <param name="Options">The options; null: the defaults.</param>
public sealed record BasisOutcome(BasisKind Kind, BasisOptions? Options = null) : IOutcomeLearner
{
    /// <inheritdoc />
    public string Name => Kind == BasisKind.Spline ? "spline" : "interactions";

    /// <inheritdoc />
    public bool WeighsRows => true;

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">An arm has no rows.</exception>
    public IOutcomeModel Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        (FeatureEncoder encoder, Matrix z) = FeatureEncoder.FitEncode(data.Covariates);
        BasisFit[] arms = context.Map(data.Levels, (arm, c) =>
        {
            int[] rows = ArmRows.Of(data, arm);
            double[] y = Array.ConvertAll(rows, i => data.Outcome[i]);
            return new BasisSearch(Kind, z.TakeRows(rows), y, RowWeights.Take(data.Normalised, rows), data.IsBinaryOutcome,
                Options ?? new BasisOptions()).Run(c);
        });
        return new BasisOutcomeModel(encoder, arms, data.IsBinaryOutcome);
    }
}
