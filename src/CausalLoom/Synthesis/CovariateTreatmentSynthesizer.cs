using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Residuals;

namespace CausalLoom.Synthesis;

/// <summary>
/// The STEAM paper's ablation (docs/methods/steam.md): one generator for X and W together, then Y given both. Its propensity is not known.
/// </summary>
/// <param name="Generator">Q_{X,W}.</param>
/// <param name="Outcome">The means of Q_{Y|W,X}.</param>
/// <param name="Noise">What outcomes are beyond their means; null: a draw from the residual law.</param>
/// <param name="ColumnOrder">The order of the columns it writes, or null for covariates, treatment, outcome.</param>
public sealed record CovariateTreatmentSynthesizer(
    ITabularGenerator Generator,
    IOutcomeLearner Outcome,
    OutcomeNoise? Noise = null,
    IReadOnlyList<string>? ColumnOrder = null) : ISynthesizer
{
    /// <summary>The method's name.</summary>
    public const string Name = "joint-xw";

    /// <inheritdoc />
    public string Method => Name;

    /// <inheritdoc />
    public IFittedSynthesizer Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        Table both = data.Covariates.With(data.Treatment.ToColumn());
        ITabularModel model = Generator.Fit(both, context.Child("covariates"));
        OutcomeMechanism outcome = OutcomeMechanism.Fit(data, Outcome, Noise ?? OutcomeNoise.Residual, context.Child("outcome"));
        return new FittedSequential(Name, model, null, outcome, data.TreatmentSpace,
            ColumnOrder ?? SequentialSynthesizer.DefaultOrder(data));
    }
}
