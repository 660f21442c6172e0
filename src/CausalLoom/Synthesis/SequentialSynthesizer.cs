using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Residuals;

namespace CausalLoom.Synthesis;

/// <summary>
/// STEAM (arXiv 2510.18768, docs/methods/steam.md): learns X, then W given X, then Y given W and X, each by a model of its
/// own, and draws in that order. Where the paper's code gives every row its conditional mean as outcome, the default here
/// adds a draw from a fitted residual law (<see cref="OutcomeNoise"/>).
/// </summary>
/// <param name="Generator">Q_X.</param>
/// <param name="Propensity">Q_{W|X}.</param>
/// <param name="Outcome">The means of Q_{Y|W,X}.</param>
/// <param name="Noise">What outcomes are beyond their means; null: a draw from the residual law.</param>
/// <param name="ColumnOrder">The order of the columns it writes, or null for covariates, treatment, outcome.</param>
public sealed record SequentialSynthesizer(
    ITabularGenerator Generator,
    IPropensityLearner Propensity,
    IOutcomeLearner Outcome,
    OutcomeNoise? Noise = null,
    IReadOnlyList<string>? ColumnOrder = null) : ISynthesizer
{
    /// <summary>The method's name.</summary>
    public const string Name = "steam";

    /// <inheritdoc />
    public string Method => Name;

    /// <inheritdoc />
    public IFittedSynthesizer Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);

        // The three parts share nothing but the data: fitted side by side, each from its own stream.
        ITabularModel? covariates = null;
        IPropensityModel? propensity = null;
        OutcomeMechanism? outcome = null;
        context.Map(2, (part, _) =>
        {
            if (part == 0)
            {
                covariates = Generator.Fit(data.Covariates, context.Child("covariates") with { Threads = 1 });
                return 0;
            }

            CausalData assigned = MechanismRows.ForPropensity(data, context.Stream.Child("treatment").Child("rows"));
            propensity = Propensity.Fit(assigned, context.Child("treatment") with { Threads = 1 });
            outcome = OutcomeMechanism.Fit(data, Outcome, Noise ?? OutcomeNoise.Residual, context.Child("outcome") with { Threads = 1 });
            return 0;
        });
        return new FittedSequential(Name, covariates!, propensity, outcome!, data.TreatmentSpace, ColumnOrder ?? DefaultOrder(data));
    }

    /// <summary>Covariates, treatment, outcome.</summary>
    internal static IReadOnlyList<string> DefaultOrder(CausalData data) =>
        [.. data.Covariates.Columns.Select(c => c.Name), data.TreatmentSpace.Name, data.OutcomeColumn.Name];
}
