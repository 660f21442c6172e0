using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Residuals;

namespace CausalLoom.Synthesis;

/// <summary>
/// Hybrid synthesis (arXiv 2511.00318 and 2604.23904, docs/methods/hybrid.md): a generator learns the covariates and nothing else, models
/// of treatment and outcome are learnt on the real rows, and rows are drawn in that order. Unlike in the papers' code the nuisances are
/// stacked, cross-fitted and calibrated, outcomes have noise, and the outcome means are targeted: over the real covariates their effect is
/// the cross-fitted doubly robust estimate. What the generator of covariates adds to that is reported, not hidden.
/// </summary>
/// <param name="Generator">Q_X.</param>
/// <param name="Propensity">Q_{W|X}: learnt, known (<see cref="KnownPropensity"/>) or randomised
/// (<see cref="ConstantPropensity"/>).</param>
/// <param name="Outcome">The means of Q_{Y|W,X}.</param>
/// <param name="Noise">What outcomes are beyond their means; null: a draw from the residual law.</param>
/// <param name="ColumnOrder">The order of the columns it writes, or null for covariates, treatment, outcome.</param>
/// <param name="Options">The options; null: the defaults.</param>
/// <param name="Holdout">Rows kept out of the fit, for distances to the closest row; or null.</param>
public sealed record HybridSynthesizer(
    ITabularGenerator Generator,
    IPropensityLearner Propensity,
    IOutcomeLearner Outcome,
    OutcomeNoise? Noise = null,
    IReadOnlyList<string>? ColumnOrder = null,
    HybridOptions? Options = null,
    CausalData? Holdout = null) : ISynthesizer
{
    /// <summary>The method's name.</summary>
    public const string Name = "hybrid";

    /// <inheritdoc />
    public string Method => Name;

    /// <inheritdoc />
    public IFittedSynthesizer Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        HybridOptions options = Options ?? new HybridOptions();
        if (options.DcrFilter && Holdout is null or { Rows: 0 })
        {
            throw new CausalLoomException("‹dcr-filter› compares with real rows that were kept out of the fit: add ‹holdout 0.2›.");
        }

        if (options.DcrQuantile is not (>= 0 and <= 0.5))
        {
            throw new CausalLoomException(FormattableString.Invariant($"‹dcr-quantile {options.DcrQuantile}› is not between 0 and 0.5."));
        }

        // Mechanisms and target see the same rows, so that the target is met on the rows it was estimated on.
        CausalData rows = MechanismRows.ForPropensity(data, context.Stream.Child("rows"));
        ITabularModel? covariates = null;
        Mechanisms? mechanisms = null;
        context.Map(2, (part, _) =>
        {
            if (part == 0)
            {
                covariates = Generator.Fit(data.Covariates, context.Child("covariates") with { Threads = 1 });
                return 0;
            }

            mechanisms = Learn(rows, options, context with { Threads = 1 });
            return 0;
        });
        IReadOnlyList<string> order = ColumnOrder ?? SequentialSynthesizer.DefaultOrder(data);
        FittedSequential plain = new(Name, covariates!, mechanisms!.Assignment, mechanisms.Outcome, data.TreatmentSpace, order);
        HybridDistances? distances = Holdout is null or { Rows: 0 } ? null
            : HybridDistances.Fit(data.Covariates, Holdout.Covariates, context.Child("distances"), options.DcrQuantile);
        HybridReport report = new HybridMeasurement(rows, mechanisms.Untargeted, mechanisms.Outcome, mechanisms.Target, mechanisms.Shift)
            .Report(Assignment, covariates!, distances, options, context.Child("pool"));
        return new FittedHybrid(plain, options.DcrFilter ? distances : null, report);
    }

    private string Assignment => Propensity.Assignment switch
    {
        AssignmentKind.Known => "known",
        AssignmentKind.Randomized => "randomized",
        _ => "estimated",
    };

    private Mechanisms Learn(CausalData rows, HybridOptions options, FitContext context)
    {
        NuisanceOptions reference = (options.Reference ?? new NuisanceOptions { Outcome = Outcome }) with { Folds = options.Folds };

        // A known assignment is known to the estimate too, whatever else it is judged by.
        reference = options.Reference is null || Assignment != "estimated" ? reference with { Propensity = Propensity } : reference;
        context.Report("Cross-fitting nuisances", 0);
        Nuisances nuisances = Nuisances.Fit(rows, reference, context.Child("nuisances"));
        HybridTarget target = HybridTarget.Of(rows, nuisances);
        IPropensityModel assignment = Propensity.Fit(rows, context.Child("treatment"));

        // The synthesizer's own out-of-fold means serve its residual law too.
        double[]? own = options.Reference is null ? nuisances.Outcome!.Own(rows.Treatment) : null;
        OutcomeMechanism untargeted = OutcomeMechanism.Fit(rows, Outcome, Noise ?? OutcomeNoise.Residual, context.Child("outcome"), own);
        (OutcomeMechanism outcome, HybridShift shift) = options.Target
            ? untargeted.Targeted(rows.Covariates, target.All)
            : (untargeted, HybridShift.Of(new double[rows.Levels]));
        return new Mechanisms(assignment, untargeted, outcome, target, shift);
    }

    private sealed record Mechanisms(IPropensityModel Assignment, OutcomeMechanism Untargeted, OutcomeMechanism Outcome,
        HybridTarget Target, HybridShift Shift);
}
