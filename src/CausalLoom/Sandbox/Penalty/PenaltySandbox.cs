using CausalLoom.Data;
using CausalLoom.Generators.CausalMix;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Sandbox.Verification;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Penalty;

/// <summary>
/// The CausalMix model (arXiv 2603.03587; `--mode penalty`): p(T)·p(X | T)·p(Y(0), Y(1) | X, T), the last two trained with a price on what
/// they are off the overlap, effect and confounding asked for. The exact mode meets requests by construction; this one is the paper's,
/// mended, and a benchmark for it.
/// </summary>
/// <param name="Knobs">What is asked.</param>
/// <param name="Options">The options.</param>
/// <param name="ColumnOrder">The order of the columns it writes, or null for covariates, treatment, outcome.</param>
public sealed record PenaltySandbox(SandboxKnobs Knobs, PenaltyOptions Options, IReadOnlyList<string>? ColumnOrder = null) : ISynthesizer
{
    // Steep from the start, the price is met by bending whatever columns bend most easily, before the code has learned what log α depends
    // on.
    private const double StartingPenalty = 0.3;

    /// <summary>The method's name.</summary>
    public const string Name = "sandbox-penalty";

    /// <inheritdoc />
    public bool LearnsEffect => false;

    /// <inheritdoc />
    public string Method => Name;

    /// <inheritdoc />
    public bool ForTwoArms => true;

    IFittedSynthesizer ISynthesizer.Fit(CausalData data, FitContext context) => Fit(TwoArms.Of(data, Magnitude.Sandbox), context);

    /// <summary>Fits both modules.</summary>
    /// <exception cref="CausalLoomException">A knob cannot be worked out, an option is out of range, or training diverged.</exception>
    public static PenaltyModel Fit(TwoArms arms, SandboxKnobs knobs, PenaltyOptions options, FitContext context) =>
        new PenaltySandbox(knobs, options).Fit(arms, context);

    /// <summary>Fits both modules.</summary>
    /// <exception cref="CausalLoomException">A knob cannot be worked out, an option is out of range, or training diverged.</exception>
    public PenaltyModel Fit(TwoArms arms, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(arms);
        ArgumentNullException.ThrowIfNull(context);
        CausalData data = arms.Data;
        PenaltyCheck.Run(data, Options);
        Request request = Asked(data, context.Child("request"));
        OverlapPenalty? overlap = Overlap(data, request);
        (CausalMixModel covariates, double[] overlapSquare) = CausalMixFit.Fit(data.Covariates, data.Treatment.Codes, overlap,
            Options.Covariates, context.Child("covariates"));
        OutcomeFit fit = new(data, request, Options, context.Child("outcome"));
        var (curve, squares, penalty) = fit.Continue(Options, context.Child("outcome training"));
        PenaltyFacts facts = new(PenaltyCheck.Constraints(squares, penalty.Control, overlapSquare, overlap, Options), curve,
            PenaltyCheck.Warnings(request, Knobs, Options));
        IReadOnlyList<string> order = ColumnOrder
            ?? [.. data.Covariates.Columns.Select(c => c.Name), data.TreatmentSpace.Name, data.OutcomeColumn.Name];
        return new PenaltyModel(covariates, fit.Module(Options, context.Child("outcome module")), Knobs, data.TreatmentSpace, order,
            Options.PropensityDraws, facts);
    }

    /// <summary>The request over the real rows; the real propensity is learned only where the targets depend on it.</summary>
    internal Request Asked(CausalData data, FitContext context)
    {
        double share = (double)data.Treated / data.Rows;
        bool depends = Options.ConsistentTargets && Knobs.LogAlpha is null
            && Knobs.Kappa0.Checked("kappa0", data.Covariates).Zip(Knobs.Kappa1.Checked("kappa1", data.Covariates))
                .Any(k => k.First != k.Second);
        IBinaryPropensityModel real = depends
            ? new CalibratedPropensity().Fit(data.Covariates, data.Treatment.Codes, null, context)
            : new ConstantPropensity().Fit(data.Covariates, data.Treatment.Codes, null, context);
        return Request.Of(Knobs, data.Covariates, share, real);
    }

    /// <summary>What the X module is held to, or null.</summary>
    internal OverlapPenalty? Overlap(CausalData data, Request request)
    {
        if (Knobs.LogAlpha is not { } knob)
        {
            return null;
        }

        // p(x | 0)/p(x | 1) is the share's odds over the row's.
        double logit = LogisticRegression.Logit((double)data.Treated / data.Rows);
        double[] target = Options.NormaliseOverlap ? Array.ConvertAll(request.LogOdds, odds => logit - odds)
            : knob.Checked("log-alpha", data.Covariates);
        double epsilon = Options.OverlapTolerance * Options.OverlapTolerance;
        return new OverlapPenalty(target, Options.OverlapWeight, Options.Augmented && Options.OverlapAugmented
            ? new AugmentedLagrangian([epsilon], StartingPenalty, largestWeight: 1e5) : null);
    }
}
