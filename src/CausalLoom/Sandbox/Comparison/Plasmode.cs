using CausalLoom.Data;
using CausalLoom.Generators.Bootstrap;
using CausalLoom.Mechanisms;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Comparison;

/// <summary>
/// Plasmode data: real covariates resampled, treatment and outcome drawn from models fitted to the real rows, whose means are the truth. The
/// same model as a study's `plasmode` source with the bootstrap generator: <see cref="SequentialSynthesizer"/> on resampled rows.
/// </summary>
/// <param name="Propensity">The model of treatment.</param>
/// <param name="Outcome">The model of outcome means.</param>
/// <param name="Noise">What outcomes are beyond their means.</param>
/// <param name="ColumnOrder">The order of the columns it writes, or null for covariates, treatment, outcome.</param>
public sealed record Plasmode(
    IPropensityLearner Propensity,
    IOutcomeLearner Outcome,
    OutcomeNoise Noise = OutcomeNoise.Residual,
    IReadOnlyList<string>? ColumnOrder = null) : ISynthesizer
{
    /// <summary>Calibrated propensity and stacked outcome means, as elsewhere.</summary>
    public static Plasmode Default { get; } = new(new CalibratedPropensity(), new StackedOutcome());

    /// <inheritdoc />
    public string Method => SequentialSynthesizer.Name;

    /// <inheritdoc />
    public IFittedSynthesizer Fit(CausalData data, FitContext context) => FitSource(data, context);

    internal FittedSequential FitSource(CausalData data, FitContext context) =>
        (FittedSequential)new SequentialSynthesizer(new BootstrapGenerator(), Propensity, Outcome, Noise, ColumnOrder).Fit(data, context);
}
