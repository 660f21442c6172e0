using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.Penalty;

namespace CausalLoom.Jobs;

/// <summary>A fitted sandbox, with what its mode has to tell beside the rows.</summary>
/// <param name="Model">The model.</param>
/// <param name="Knobs">What was asked, bound to the data.</param>
public sealed record SandboxFit(ISandboxModel Model, SandboxKnobs Knobs)
{
    /// <summary>What the exact mode says of its request, or null.</summary>
    public ExactFacts? Exact { get; init; }

    /// <summary>How training in penalty mode met its request, or null.</summary>
    public PenaltyFacts? Penalty { get; init; }

    /// <summary>Penalty mode's front of fidelity against control, where it was asked for.</summary>
    public ParetoFront? Front { get; init; }

    /// <summary>The front of the covariates' fidelity against overlap; null where none was asked for or there is none.</summary>
    public ParetoFront? OverlapFront { get; init; }

    /// <summary>What training in penalty mode warns of.</summary>
    public IReadOnlyList<string> Warnings => Penalty?.Warnings ?? [];

    /// <summary>Fits a sandbox, and says what the request costs before a generator is trained, in exact mode.</summary>
    /// <param name="sandbox">What was asked.</param>
    /// <param name="data">The real rows.</param>
    /// <param name="pareto">Whether the fronts are wanted.</param>
    /// <param name="job">Who is told.</param>
    /// <param name="context">Of the job's seed.</param>
    internal static SandboxFit Of(SandboxSynthesizer sandbox, CausalData data, bool pareto, JobContext job, FitContext context)
    {
        TwoArms arms = TwoArms.Of(data, Magnitude.Sandbox);
        SandboxKnobs knobs = sandbox.Knobs(data, context.Child("knobs"));
        if (sandbox.Mode == SandboxMode.Exact)
        {
            ExactPlan plan = sandbox.Exact(knobs).Plan(arms, context.Child("fit"));
            job.Say(JobMessageKind.Finding, Price(plan.Gap, data, sandbox.Tilt));
            ExactModel model = plan.Fit(context.Child("fit"));
            return new SandboxFit(model, knobs) { Exact = model.Facts };
        }

        PenaltyModel fitted = sandbox.Penalised(knobs).Fit(arms, context.Child("fit"));
        return new SandboxFit(fitted, knobs)
        {
            Penalty = fitted.Facts,
            Front = pareto ? ParetoSweep.Run(data, knobs, sandbox.PenaltyOptions, null, context.Child("pareto")) : null,
            OverlapFront = pareto ? OverlapSweep.Run(data, knobs, sandbox.PenaltyOptions, null, context.Child("pareto overlap")) : null,
        };
    }

    // As asked, and as far as a tilt meets it.
    private static string Price(ConflictGap gap, CausalData data, double tilt)
    {
        string sd = gap.OutcomeSd > 0 ? string.Create(CultureInfo.InvariantCulture,
            $" ({gap.RootMeanSquare / gap.OutcomeSd:F2} SD of {data.OutcomeColumn.Name})") : string.Empty;
        (double control, double fidelity) = tilt > 0 ? gap.At(tilt) : (0, gap.RootMeanSquare);
        string tilted = tilt > 0 ? string.Create(CultureInfo.InvariantCulture, $" With ‹tilt {tilt}› it moves "
            + $"it by {-(1 - tilt) * gap.Mean:G3} and {fidelity:G3}, and tau is off what was asked by {control:G3} in root mean square.")
            : string.Empty;
        string infeasible = gap.Infeasible > 0 ? string.Create(CultureInfo.InvariantCulture, $" In {100 * gap.Infeasible:F1} % of rows no "
            + $"{(data.IsBinaryOutcome ? "probabilities" : "means within the observed range")} meet it.") : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"The request moves the arms' contrast by {-gap.Mean:G3} on average, by "
            + $"{gap.RootMeanSquare:G3} in root mean square{sd}.{tilted}{infeasible}");
    }
}
