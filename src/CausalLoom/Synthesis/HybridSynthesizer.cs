using System.ComponentModel.DataAnnotations;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Generators;
using CausalLoom.Generators.Autoregressive.Argn;
using CausalLoom.Generators.Ruled;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Rules;

namespace CausalLoom.Synthesis;

/// <summary>
/// Hybrid synthesis (arXiv 2511.00318 and 2604.23904, docs/methods/hybrid.md): a generator learns the covariates and nothing else, models
/// of treatment and outcome are learnt on the real rows, and rows are drawn in that order. Unlike in the papers' code the nuisances are
/// stacked, cross-fitted and calibrated, outcomes have noise, and the outcome means are targeted: over the real covariates their effect is
/// the cross-fitted doubly robust estimate. What the generator of covariates adds to that is reported, not hidden.
/// </summary>
public sealed record HybridSynthesizer : ISynthesizer
{
    /// <summary>The method's name.</summary>
    public const string Name = "hybrid";

    /// <summary>1 %.</summary>
    public const double DefaultDcrQuantile = 0.01;

    /// <summary>Q_X.</summary>
    public ITabularGenerator Generator { get; init; } = new ArgnGenerator();

    /// <summary>Q_{W|X}: learnt, known (<see cref="KnownPropensity"/>) or randomised (<see cref="ConstantPropensity"/>).</summary>
    public IPropensityLearner Propensity { get; init; } = new CalibratedPropensity();

    /// <summary>How the propensity is calibrated; null: as its learner has it.</summary>
    public CalibrationMethod? Calibration { get; init; }

    /// <summary>The means of Q_{Y|W,X}.</summary>
    public IOutcomeLearner OutcomeModel { get; init; } = new StackedOutcome();

    /// <summary>What outcomes are beyond their means.</summary>
    public OutcomeNoise OutcomeNoise { get; init; } = OutcomeNoise.Residual;

    /// <summary>Whether outcome means are moved until their effect over the real covariates is the doubly robust estimate.</summary>
    public bool Target { get; init; } = true;

    /// <summary>Folds of the doubly robust estimate, at least 2.</summary>
    [Range(2, int.MaxValue)]
    public int Folds { get; init; } = 5;

    /// <summary>The nuisances of the doubly robust estimate; null: the synthesizer's own learners, cross-fitted.</summary>
    public NuisanceOptions? Reference { get; init; }

    /// <summary>
    /// How many covariate rows are drawn once to measure the covariate term and the simulator's effect; 0 leaves both out. A model whose
    /// rows come from a server draws none, as each costs money.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int PoolRows { get; init; } = 10_000;

    /// <summary>
    /// Whether synthetic rows closer to a real row than <see cref="DcrQuantile"/> of the holdout's rows are drawn again. Needs a holdout.
    /// </summary>
    public bool DcrFilter { get; init; }

    /// <summary>
    /// The quantile of the holdout's distances that the filter keeps rows above, 0 (the closest row of the holdout) to .5; null:
    /// <see cref="DefaultDcrQuantile"/>. Of rows that are no copies it drops about that share, and with it the densest part of the
    /// covariates.
    /// </summary>
    [Range(0.0, 0.5)]
    public double? DcrQuantile { get; init; }

    /// <summary>The rules that its rows keep, of which those count whose columns are in play; null: those found in the data.</summary>
    public IReadOnlyList<Rule>? Rules { get; init; }

    /// <summary>The order of the columns it writes, or null for covariates, treatment, outcome.</summary>
    public IReadOnlyList<string>? ColumnOrder { get; init; }

    /// <summary>Rows kept out of the fit, for distances to the closest row; or null.</summary>
    public CausalData? Holdout { get; init; }

    /// <inheritdoc />
    public string Method => Name;

    /// <inheritdoc />
    public IReadOnlyList<(string Role, string Name)> Parts => [("generator", Generator.Name), ("propensity", Propensity.Name),
        ("outcome-model", OutcomeModel.Name), ("outcome-noise", OutcomeNoise.Name)];

    /// <inheritdoc />
    public bool NeedsHoldout => DcrFilter;

    /// <inheritdoc />
    public void Check()
    {
        _ = Propensity.Calibrated(Calibration);
        if (DcrQuantile is not null && !DcrFilter)
        {
            throw new CausalLoomException("‹dcr-quantile› says what ‹dcr-filter› drops: add ‹dcr-filter›, or leave it out.");
        }

        CheckQuantile();
    }

    /// <inheritdoc />
    public ISynthesizer Writing(IReadOnlyList<string>? columns) => this with { ColumnOrder = columns };

    /// <inheritdoc />
    public ISynthesizer Keeping(IReadOnlyList<Rule>? rules) => this with { Rules = rules };

    /// <inheritdoc />
    public ISynthesizer HoldingOut(CausalData? holdout) => this with { Holdout = holdout };

    /// <inheritdoc />
    public IFittedSynthesizer Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        CheckQuantile();
        if (DcrFilter && Holdout is null or { Rows: 0 })
        {
            throw new CausalLoomException("‹dcr-filter› compares with real rows that were kept out of the fit: add ‹holdout 0.2›.");
        }

        // Mechanisms and target see the same rows, so that the target is met on the rows it was estimated on.
        CausalData rows = MechanismRows.ForPropensity(data, context.Stream.Child("rows"));
        ITabularModel? covariates = null;
        Mechanisms? mechanisms = null;
        context.Map(2, (part, _) =>
        {
            if (part == 0)
            {
                covariates = new RuledGenerator(Generator, Rules).Fit(data.Covariates, context.Child("covariates") with { Threads = 1 });
                return 0;
            }

            mechanisms = Learn(rows, context with { Threads = 1 });
            return 0;
        });
        IReadOnlyList<string> order = ColumnOrder ?? SequentialSynthesizer.DefaultOrder(data);
        FittedSequential plain = new(Name, covariates!, mechanisms!.Assignment, mechanisms.Outcome, data.TreatmentSpace, order);
        HybridDistances? distances = Holdout is null or { Rows: 0 } ? null
            : HybridDistances.Fit(data.Covariates, Holdout.Covariates, context.Child("distances"), DcrQuantile ?? DefaultDcrQuantile);
        HybridReport report = new HybridMeasurement(rows, mechanisms.Untargeted, mechanisms.Outcome, mechanisms.Target, mechanisms.Shift)
            .Report(Assignment, covariates!, distances, this, context.Child("pool"));
        return new FittedHybrid(plain, DcrFilter ? distances : null, report);
    }

    private void CheckQuantile()
    {
        if (DcrQuantile is not (null or (>= 0 and <= 0.5)))
        {
            throw new CausalLoomException(FormattableString.Invariant($"‹dcr-quantile {DcrQuantile}› is not between 0 and 0.5."));
        }
    }

    private string Assignment => Propensity.Assignment switch
    {
        AssignmentKind.Known => "known",
        AssignmentKind.Randomized => "randomized",
        _ => "estimated",
    };

    private Mechanisms Learn(CausalData rows, FitContext context)
    {
        IPropensityLearner propensity = Propensity.Calibrated(Calibration);
        NuisanceOptions reference = (Reference ?? new NuisanceOptions { Outcome = OutcomeModel }) with { Folds = Folds };

        // A known assignment is known to the estimate too, whatever else it is judged by.
        reference = Reference is null || Assignment != "estimated" ? reference with { Propensity = propensity } : reference;
        context.Report("Cross-fitting nuisances", 0);
        Nuisances nuisances = Nuisances.Fit(rows, reference, context.Child("nuisances"));
        HybridTarget target = HybridTarget.Of(rows, nuisances);
        IPropensityModel assignment = propensity.Fit(rows, context.Child("treatment"));

        // The synthesizer's own out-of-fold means serve its residual law too.
        double[]? own = Reference is null ? nuisances.Outcome!.Own(rows.Treatment) : null;
        OutcomeMechanism untargeted = OutcomeMechanism.Fit(rows, OutcomeModel, OutcomeNoise, context.Child("outcome"), own, Rules);
        (OutcomeMechanism outcome, HybridShift shift) = Target
            ? untargeted.Targeted(rows.Covariates, target.All)
            : (untargeted, HybridShift.Of(new double[rows.Levels]));
        return new Mechanisms(assignment, untargeted, outcome, target, shift);
    }

    private sealed record Mechanisms(IPropensityModel Assignment, OutcomeMechanism Untargeted, OutcomeMechanism Outcome,
        HybridTarget Target, HybridShift Shift);
}
