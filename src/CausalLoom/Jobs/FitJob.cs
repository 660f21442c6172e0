using CausalLoom.Data;
using CausalLoom.Methods;
using CausalLoom.Sandbox;
using CausalLoom.Releases;
using CausalLoom.Rules;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>A model of data, to be drawn from later.</summary>
public sealed record FitJob
{
    /// <summary>The real rows.</summary>
    public required IJobData Data { get; init; }

    /// <summary>The method and its parts.</summary>
    public SynthesisPlan Plan { get; init; } = SynthesisPlan.Of(new SynthesisRequest());

    /// <summary>The fraction of the rows that is kept out of the fit, up to .9; null: none.</summary>
    public double? Holdout { get; init; }

    /// <summary>Whether what an analyst of rows of the model needs is measured (<see cref="FitResult.Release"/>).</summary>
    public bool Release { get; init; }

    /// <summary>The nuisances by which the release knows the real rows' effect.</summary>
    public string ReleaseNuisance { get; init; } = "stack";

    /// <summary>The seed.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Reads the rows and fits; a sandbox as <see cref="SandboxJob"/> does, so that the same seed draws the same rows.</summary>
    /// <exception cref="CausalLoomException">The data cannot be read or learned from, or too few rows are left.</exception>
    public FitResult Run(JobContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        FitBeginning begun = Begin(context);
        FitContext seeded = begun.Seeded;
        context.Begin("fitting the model");
        IFittedSynthesizer fitted = begun.Method is SandboxSynthesizer sandbox ? Fit(sandbox, begun.Split.Training, context, seeded)
            : begun.Method.Fit(begun.Split.Training, seeded.Child("fit"));
        FitResult result = begun.Fitted(this, fitted);
        ReleaseNote? note = null;
        if (Release)
        {
            Releasing releasing = new(result.Split.Training, Plan, ReleaseNuisance, context.Catalogues);
            releasing.Done(fitted, seeded.Child("release"));
            note = releasing.Note(context, Seed);
        }

        LoadedData loaded = begun.Loaded;
        return result with { Loaded = loaded with { Warnings = [.. loaded.Warnings, .. context.Heard(seeded)] }, Release = note };
    }

    /// <summary>Reads the rows and makes ready to fit.</summary>
    internal FitBeginning Begin(JobContext context)
    {
        HoldoutSplit.Check(Holdout);
        if (Release)
        {
            Releasing.Check(Plan, ReleaseNuisance, context.Catalogues);
        }

        LoadedData loaded = context.Load(Data);
        IReadOnlyList<Rule>? rules = JobRules.Of(loaded.Schema, loaded.ModelledTable, context);
        FitContext seeded = context.Seeded(Seed) with
        {
            Work = context.Work?.Open(Seed, [loaded.ModelledTable], [FormattableString.Invariant($"holdout {Holdout}"),
                .. JobWork.Roles(loaded.Data), .. JobWork.Facts(Plan), .. JobWork.Kept(rules)]),
        };
        HoldoutSplit split = HoldoutSplit.Of(loaded.Data, Holdout, seeded.Stream.Child("holdout"));
        ISynthesizer method = Plan.Synthesizer.Writing(FitResult.Order(loaded)).HoldingOut(split.Holdout);
        return new FitBeginning(loaded, split, rules is null ? method : method.Keeping(rules), seeded);
    }

    private static IFittedSynthesizer Fit(SandboxSynthesizer sandbox, CausalData data, JobContext context, FitContext seeded)
    {
        SandboxFit fit = SandboxFit.Of(sandbox, data, pareto: false, context, seeded);
        context.Say([], fit.Warnings);
        context.Say(JobMessageKind.Note,
            "nothing was verified. `causalloom sandbox` with the same data, seed and knobs draws the same rows "
            + "and measures what was delivered.");
        return fit.Model;
    }
}
