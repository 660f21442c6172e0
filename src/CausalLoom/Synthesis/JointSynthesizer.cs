using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Generators.Autoregressive.Argn;
using CausalLoom.Generators.Ruled;
using CausalLoom.Rules;

namespace CausalLoom.Synthesis;

/// <summary>
/// The baseline STEAM is held against: one generator on all columns, treatment and outcome included. It has no truth.
/// </summary>
public sealed record JointSynthesizer : ISynthesizer
{
    /// <summary>The method's name.</summary>
    public const string Name = "joint";

    /// <summary>The generator.</summary>
    public ITabularGenerator Generator { get; init; } = new ArgnGenerator();

    /// <summary>The rules that its rows keep, of which those count whose columns are in play; null: those found in the data.</summary>
    public IReadOnlyList<Rule>? Rules { get; init; }

    /// <summary>The order of the columns it writes, or null for covariates, treatment, outcome.</summary>
    public IReadOnlyList<string>? ColumnOrder { get; init; }

    /// <inheritdoc />
    public string Method => Name;

    /// <inheritdoc />
    public IReadOnlyList<(string Role, string Name)> Parts => [("generator", Generator.Name)];

    /// <inheritdoc />
    public bool GivesTruth => false;

    /// <inheritdoc />
    public ISynthesizer Writing(IReadOnlyList<string>? columns) => this with { ColumnOrder = columns };

    /// <inheritdoc />
    public ISynthesizer Keeping(IReadOnlyList<Rule>? rules) => this with { Rules = rules };

    /// <inheritdoc />
    public IFittedSynthesizer Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        Table all = data.Covariates.With(data.Treatment.ToColumn(), data.OutcomeColumn);
        ITabularModel model = new RuledGenerator(Generator, Rules).Fit(
            all, Generator is ITargetedGenerator ? EffectTargets.Of(data, context.Child("targets")) : [], context.Child("generator"));
        return new FittedJoint(model, data.TreatmentSpace, ColumnOrder ?? [.. all.Columns.Select(c => c.Name)]);
    }
}
