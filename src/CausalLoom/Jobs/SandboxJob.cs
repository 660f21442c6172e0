using CausalLoom.Data;
using CausalLoom.Methods;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.PaperEvaluation;
using CausalLoom.Sandbox.Verification;

namespace CausalLoom.Jobs;

/// <summary>Rows with overlap, effect and unmeasured confounding on command, verified on fresh draws before any can be seen.</summary>
public sealed record SandboxJob
{
    /// <summary>The real rows.</summary>
    public required IJobData Data { get; init; }

    /// <summary>What the sandbox is to be.</summary>
    public required SynthesisPlan Plan { get; init; }

    /// <summary>How many rows to draw; null: as many as were read.</summary>
    public int? Rows { get; init; }

    /// <summary>Where the rows go; null: they are kept with the result.</summary>
    public IRowSink? Output { get; init; }

    /// <summary>Whether rows are drawn even where they are not as asked.</summary>
    public bool AllowsUnverified { get; init; }

    /// <summary>In penalty mode, whether the fronts of fidelity against control are wanted.</summary>
    public bool Pareto { get; init; }

    /// <summary>Whether the CausalMix paper's own evaluation is wanted.</summary>
    public bool PaperMetrics { get; init; }

    /// <summary>
    /// Is told what was found when all rows are drawn and none can be seen yet, or when none will be: no rows without their proof. Or null.
    /// </summary>
    public Action<SandboxResult>? Found { get; init; }

    /// <summary>The seed.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Reads the real rows, fits, verifies, and draws where all is as asked.</summary>
    /// <exception cref="CausalLoomException">The data cannot be read or learned from, or a knob cannot be bound to them.</exception>
    /// <exception cref="ArgumentException">The plan is of another method.</exception>
    public SandboxResult Run(JobContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        DrawnRows.Check(Rows);
        SandboxSynthesizer sandbox = Plan.Sandbox
            ?? throw new ArgumentException($"The plan is of method '{Plan.Method}'.", nameof(context));
        LoadedData loaded = context.Load(Data);
        context.Begin("fitting the sandbox");
        FitContext seeded = context.Seeded(Seed) with
        {
            Work = context.Work?.Open(Seed, [loaded.ModelledTable], [$"pareto {Pareto}", .. JobWork.Roles(loaded.Data),
                .. JobWork.Facts(Plan)]),
        };
        SandboxFit fit =
            SandboxFit.Of((SandboxSynthesizer)sandbox.Writing(FitResult.Order(loaded)), loaded.Data, Pareto, context, seeded);
        context.Begin("verifying the sandbox");
        SandboxVerification proof = Verifier.Run(fit.Model, loaded.Data, null, seeded.Child("verify"));
        PaperEvaluationResult? paper = PaperMetrics
            ? PaperEvaluator.Run(fit.Model, loaded.Data, null, seeded.Child("paper metrics")) : null;
        context.Say([], fit.Warnings);
        context.Begin("writing results");
        SandboxResult result =
            new(this, loaded with { Warnings = [.. loaded.Warnings, .. context.Heard(seeded)] }, fit, proof, paper);
        if (!result.Delivers)
        {
            Found?.Invoke(result);
            return result;
        }

        return result with { Drawn = DrawnRows.Draw(fit.Model, result.Count, seeded.Stream.Child("sample"),
            new RowFacts(loaded.Data.TreatmentSpace.Levels, loaded.Schema), Output, false, seeded, () => Found?.Invoke(result)) };
    }
}
