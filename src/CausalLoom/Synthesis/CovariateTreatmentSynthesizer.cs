using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Generators.Autoregressive.Argn;
using CausalLoom.Generators.Ruled;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Rules;

namespace CausalLoom.Synthesis;

/// <summary>
/// The STEAM paper's ablation (docs/methods/steam.md): one generator for X and W together, then Y given both. Its propensity is not known.
/// </summary>
public sealed record CovariateTreatmentSynthesizer : ISynthesizer
{
    /// <summary>The method's name.</summary>
    public const string Name = "joint-xw";

    /// <summary>Q_{X,W}.</summary>
    public ITabularGenerator Generator { get; init; } = new ArgnGenerator();

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
    public IReadOnlyList<(string Role, string Name)> Parts => [("generator", Generator.Name), ("outcome-model", OutcomeModel.Name),
        ("outcome-noise", OutcomeNoise.Name)];

    /// <inheritdoc />
    public ISynthesizer Writing(IReadOnlyList<string>? columns) => this with { ColumnOrder = columns };

    /// <inheritdoc />
    public ISynthesizer Keeping(IReadOnlyList<Rule>? rules) => this with { Rules = rules };

    /// <inheritdoc />
    public IFittedSynthesizer Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        Table both = data.Covariates.With(data.Treatment.ToColumn());
        ITabularModel model = new RuledGenerator(Generator, Rules).Fit(both, context.Child("covariates"));
        OutcomeMechanism outcome = OutcomeMechanism.Fit(data, OutcomeModel, OutcomeNoise, context.Child("outcome"), rules: Rules)
            .LevelsKept(data);
        return new FittedSequential(Name, model, null, outcome, data.TreatmentSpace,
            ColumnOrder ?? SequentialSynthesizer.DefaultOrder(data));
    }
}
