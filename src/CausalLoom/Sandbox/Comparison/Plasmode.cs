using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Generators.Bootstrap;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Comparison;

/// <summary>
/// Plasmode data: real covariates resampled, treatment and outcome drawn from models fitted to the real rows, whose means are the truth.
/// The
/// same model as a study's `plasmode` source with the bootstrap generator: <see cref="SequentialSynthesizer"/> on resampled rows.
/// </summary>
/// <param name="Propensity">The model of treatment.</param>
/// <param name="Outcome">The model of outcome means.</param>
/// <param name="Noise">What outcomes are beyond their means; null: a draw from the residual law.</param>
/// <param name="ColumnOrder">The order of the columns it writes, or null for covariates, treatment, outcome.</param>
public sealed record Plasmode(
    IPropensityLearner Propensity,
    IOutcomeLearner Outcome,
    OutcomeNoise? Noise = null,
    IReadOnlyList<string>? ColumnOrder = null) : ISynthesizer
{
    /// <summary>The method's name.</summary>
    public const string Name = "plasmode";

    /// <summary>Calibrated propensity and stacked outcome means, as elsewhere.</summary>
    public static Plasmode Default { get; } = new(new CalibratedPropensity(), new StackedOutcome());

    /// <summary>Where covariates come from: the real rows, unless a plasmode is wanted in name only.</summary>
    public ITabularGenerator Generator { get; init; } = new BootstrapGenerator();

    /// <inheritdoc />
    public string Method => Name;

    /// <inheritdoc />
    IFittedSynthesizer ISynthesizer.Fit(CausalData data, FitContext context) => Fit(data, context);

    /// <summary>Fits the models.</summary>
    public TunedSource Fit(CausalData data, FitContext context)
    {
        _ = TwoArms.Of(data, "A plasmode");
        FittedSequential fitted = FitModels(data, context);
        return Generator is BootstrapGenerator
            ? TunedSource.OnRows(fitted, TunedSource.Population(fitted, data), new PlasmodeTuning())
            : new TunedSource(fitted, new PlasmodeTuning(), null);
    }

    /// <summary>Fits the models for knobs that are solved for on the real rows.</summary>
    internal (FittedSequential Fitted, Truth Population) FitOnRows(CausalData data, FitContext context)
    {
        FittedSequential fitted = Generator is BootstrapGenerator
            ? FitModels(data, context)
            : throw new CausalLoomException($"These knobs are solved for over the real rows, which generator '{Generator.Name}' does not "
                + $"draw: use generator 'bootstrap'.");
        return (fitted, TunedSource.Population(fitted, data));
    }

    private FittedSequential FitModels(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        return (FittedSequential)new SequentialSynthesizer(Generator, Propensity, Outcome, Noise, ColumnOrder).Fit(data, context);
    }
}
