using CausalLoom.Data;
using CausalLoom.Generators;

namespace CausalLoom.Synthesis;

/// <summary>
/// The baseline STEAM is held against: one generator on all columns, treatment and outcome included. It has no truth.
/// </summary>
/// <param name="Generator">The generator.</param>
/// <param name="ColumnOrder">The order of the columns it writes, or null for covariates, treatment, outcome.</param>
public sealed record JointSynthesizer(ITabularGenerator Generator, IReadOnlyList<string>? ColumnOrder = null) : ISynthesizer
{
    /// <summary>The method's name.</summary>
    public const string Name = "joint";

    /// <inheritdoc />
    public string Method => Name;

    /// <inheritdoc />
    public IFittedSynthesizer Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        Table all = data.Covariates.With(data.Treatment.ToColumn(), data.OutcomeColumn);
        ITabularModel model = Generator is ITargetedGenerator targeted
            ? targeted.Fit(all, EffectTargets.Of(data, context.Child("targets")), context.Child("generator"))
            : Generator.Fit(all, context.Child("generator"));
        return new FittedJoint(model, data.TreatmentSpace, ColumnOrder ?? [.. all.Columns.Select(c => c.Name)]);
    }
}
