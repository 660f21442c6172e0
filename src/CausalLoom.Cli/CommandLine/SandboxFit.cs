using CausalLoom.Data;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.Penalty;

namespace CausalLoom.Cli.CommandLine;

/// <summary>A sandbox as `sandbox` fits it, with what its mode has to tell beside the rows.</summary>
/// <param name="Model">The model.</param>
/// <param name="Exact">What the exact mode says of its request, or null.</param>
/// <param name="Penalty">How training in penalty mode met its request, or null.</param>
/// <param name="Front">Penalty mode's front of fidelity against control, where it was asked for.</param>
public sealed record SandboxFit(ISandboxModel Model, ExactFacts? Exact, PenaltyFacts? Penalty, ParetoFront? Front)
{
    /// <summary>The front of the covariates' fidelity against overlap; null where none was asked for or there is none.</summary>
    public ParetoFront? OverlapFront { get; init; }

    /// <summary>Fits a sandbox.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="knobs">Its knobs.</param>
    /// <param name="data">The real rows.</param>
    /// <param name="pareto">Whether the front is wanted.</param>
    /// <param name="context">The context.</param>
    /// <param name="priced">Is told what the request costs before a generator is trained, in exact mode.</param>
    public static SandboxFit Of(SandboxSynthesizer request, SandboxKnobs knobs, CausalData data, bool pareto,
        FitContext context, Action<ExactPlan> priced)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(priced);
        if (request.Mode == SandboxMode.Exact)
        {
            ExactPlan plan = request.Exact(knobs).Plan(data, context.Child("fit"));
            priced(plan);
            ExactModel model = plan.Fit(context.Child("fit"));
            return new SandboxFit(model, model.Facts, null, null);
        }

        PenaltyModel fitted = request.Penalised(knobs).Fit(data, context.Child("fit"));
        ParetoFront? front = pareto ? ParetoSweep.Run(data, knobs, request.PenaltyOptions, null, context.Child("pareto")) : null;
        return new SandboxFit(fitted, null, fitted.Facts, front)
        {
            OverlapFront = pareto
                ? OverlapSweep.Run(data, knobs, request.PenaltyOptions, null, context.Child("pareto overlap")) : null,
        };
    }
}
