using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Generators.Autoregressive.Argn;
using CausalLoom.Generators.Ruled;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Rules;

namespace CausalLoom.Synthesis;

/// <summary>
/// STEAM (arXiv 2510.18768, docs/methods/steam.md): learns X, then W given X, then Y given W and X, each by a model of its
/// own, and draws in that order. Where the paper's code gives every row its conditional mean as outcome, the default here
/// adds a draw from a fitted residual law (<see cref="OutcomeNoise"/>).
/// </summary>
public sealed record SequentialSynthesizer : ISynthesizer
{
    /// <summary>The method's name.</summary>
    public const string Name = "steam";

    /// <summary>Q_X.</summary>
    public ITabularGenerator Generator { get; init; } = new ArgnGenerator();

    /// <summary>Q_{W|X}.</summary>
    public IPropensityLearner Propensity { get; init; } = new CalibratedPropensity();

    /// <summary>How the propensity is calibrated; null: as its learner has it.</summary>
    public CalibrationMethod? Calibration { get; init; }

    /// <summary>The means of Q_{Y|W,X}.</summary>
    public IOutcomeLearner OutcomeModel { get; init; } = new SLearnerNetwork();

    /// <summary>What outcomes are beyond their means.</summary>
    public OutcomeNoise OutcomeNoise { get; init; } = OutcomeNoise.Residual;

    /// <summary>The rules that its rows keep, of which those count whose columns are in play; null: those found in the data.</summary>
    public IReadOnlyList<Rule>? Rules { get; init; }

    /// <summary>The order of the columns it writes, or null for covariates, treatment, outcome.</summary>
    public IReadOnlyList<string>? ColumnOrder { get; init; }

    /// <inheritdoc />
    public string Method => Name;

    /// <inheritdoc />
    public IReadOnlyList<(string Role, string Name)> Parts => [("generator", Generator.Name), ("propensity", Propensity.Name),
        ("outcome-model", OutcomeModel.Name), ("outcome-noise", OutcomeNoise.Name)];

    /// <inheritdoc />
    public void Check() => _ = Propensity.Calibrated(Calibration);

    /// <inheritdoc />
    public ISynthesizer Writing(IReadOnlyList<string>? columns) => this with { ColumnOrder = columns };

    /// <inheritdoc />
    public ISynthesizer Keeping(IReadOnlyList<Rule>? rules) => this with { Rules = rules };

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
                covariates = new RuledGenerator(Generator, Rules).Fit(data.Covariates, context.Child("covariates") with { Threads = 1 });
                return 0;
            }

            CausalData assigned = MechanismRows.ForPropensity(data, context.Stream.Child("treatment").Child("rows"));
            propensity = Propensity.Calibrated(Calibration).Fit(assigned, context.Child("treatment") with { Threads = 1 });
            outcome = OutcomeMechanism.Fit(data, OutcomeModel, OutcomeNoise, context.Child("outcome") with { Threads = 1 }, rules: Rules)
                .LevelsKept(data);
            return 0;
        });
        return new FittedSequential(Name, covariates!, propensity, outcome!, data.TreatmentSpace, ColumnOrder ?? DefaultOrder(data));
    }

    /// <summary>Covariates, treatment, outcome.</summary>
    internal static IReadOnlyList<string> DefaultOrder(CausalData data) =>
        [.. data.Covariates.Columns.Select(c => c.Name), data.TreatmentSpace.Name, data.OutcomeColumn.Name];
}
