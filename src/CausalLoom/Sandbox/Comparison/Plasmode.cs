using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Generators.Bootstrap;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Comparison;

/// <summary>
/// Plasmode data: real covariates resampled, treatment and outcome drawn from models fitted to the real rows, whose means are the truth.
/// The
/// same model as a study's `plasmode` source with the bootstrap generator: <see cref="SequentialSynthesizer"/> on resampled rows.
/// </summary>
public sealed record Plasmode : ISynthesizer
{
    /// <summary>The method's name.</summary>
    public const string Name = "plasmode";

    /// <summary>Where covariates come from: the real rows, unless a plasmode is wanted in name only.</summary>
    public ITabularGenerator Generator { get; init; } = new BootstrapGenerator();

    /// <summary>The model of treatment.</summary>
    public IPropensityLearner Propensity { get; init; } = new CalibratedPropensity();

    /// <summary>How the propensity is calibrated; null: as its learner has it.</summary>
    public CalibrationMethod? Calibration { get; init; }

    /// <summary>The model of outcome means.</summary>
    public IOutcomeLearner OutcomeModel { get; init; } = new StackedOutcome();

    /// <summary>What outcomes are beyond their means.</summary>
    public OutcomeNoise OutcomeNoise { get; init; } = OutcomeNoise.Residual;

    /// <summary>The order of the columns it writes, or null for covariates, treatment, outcome.</summary>
    public IReadOnlyList<string>? ColumnOrder { get; init; }

    /// <inheritdoc />
    public IReadOnlyList<(string Role, string Name)> Parts => Sequence.Parts;

    /// <inheritdoc />
    public void Check() => Sequence.Check();

    /// <inheritdoc />
    public ISynthesizer Writing(IReadOnlyList<string>? columns) => this with { ColumnOrder = columns };

    /// <inheritdoc />
    public string Method => Name;

    /// <inheritdoc />
    public bool ForTwoArms => true;

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
        RequireRealRows();
        FittedSequential fitted = FitModels(data, context);
        return (fitted, TunedSource.Population(fitted, data));
    }

    /// <summary>Refuses covariates that are no real rows, which knobs are solved for over.</summary>
    /// <exception cref="CausalLoomException">They are of a generator.</exception>
    internal void RequireRealRows()
    {
        if (Generator is not BootstrapGenerator)
        {
            throw new CausalLoomException($"These knobs are solved for over the real rows, which ‹generator {Generator.Name}› does not "
                + $"draw: leave it out, or use ‹generator bootstrap›.");
        }
    }

    private SequentialSynthesizer Sequence => new()
    {
        Generator = Generator,
        Propensity = Propensity,
        Calibration = Calibration,
        OutcomeModel = OutcomeModel,
        OutcomeNoise = OutcomeNoise,
        ColumnOrder = ColumnOrder,
    };

    private FittedSequential FitModels(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        return (FittedSequential)Sequence.Fit(data, context);
    }
}
