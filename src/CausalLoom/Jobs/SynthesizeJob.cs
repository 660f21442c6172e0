using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Methods;
using CausalLoom.Numerics.Random;
using CausalLoom.Releases;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>A model of data, and rows of it.</summary>
public sealed record SynthesizeJob
{
    /// <summary>The real rows.</summary>
    public required IJobData Data { get; init; }

    /// <summary>The method and its parts.</summary>
    public SynthesisPlan Plan { get; init; } = SynthesisPlan.Of(new SynthesisRequest());

    /// <summary>The fraction of the real rows that is kept out of the fit, up to .9; null: none.</summary>
    public double? Holdout { get; init; }

    /// <summary>How many rows to draw; null: as many as were fitted to.</summary>
    public int? Rows { get; init; }

    /// <summary>Where the rows go; null: they are kept with the result.</summary>
    public IRowSink? Output { get; init; }

    /// <summary>Whether rows are kept with the result also where they have an output: to be evaluated, or looked at.</summary>
    public bool KeepsRows { get; init; }

    /// <summary>Whether what an analyst of the rows needs is measured (<see cref="SynthesizeResult.Release"/>).</summary>
    public bool Release { get; init; }

    /// <summary>The nuisances by which the release knows the real rows' effect.</summary>
    public string ReleaseNuisance { get; init; } = "stack";

    /// <summary>
    /// Where the rows of each copy go: so many copies are drawn, each of a model of its own fitted to rows drawn anew from the real ones,
    /// so that an analyst without the release file sees in their differences what the real rows leave unknown. Empty: one draw of one
    /// model, to <see cref="Output"/>.
    /// </summary>
    public IReadOnlyList<IRowSink> Copies { get; init; } = [];

    /// <summary>The seed.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Reads the real rows, fits and draws.</summary>
    /// <exception cref="CausalLoomException">The data cannot be read or learned from, or the method has no truth and one is asked
    /// for.</exception>
    public SynthesizeResult Run(JobContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        DrawnRows.Check(Rows);
        if (Copies.Count == 1 || (Copies.Count > 1 && (!Release || Output is not null || KeepsRows)))
        {
            throw new CausalLoomException("‹release-copies› is of two or more files with a ‹release› for them, which are not kept in "
                + "memory: between one and itself nothing can be told.");
        }

        if (Output is { TakesTruth: true } || Copies.Any(copy => copy.TakesTruth))
        {
            Plan.RequireTruth();
        }

        if (Release)
        {
            Releasing.Check(Plan, ReleaseNuisance, context.Catalogues);
        }

        // Said before anything is read, so that there is time to stop it.
        if (Plan.Generator is IServedGenerator served)
        {
            context.Say(JobMessageKind.Alert, served.Warning);
        }

        FitJob job = new() { Data = Data, Plan = Plan, Holdout = Holdout, Seed = Seed };
        if (Copies.Count > 1)
        {
            return OfCopies(job, context);
        }

        FitResult fit = job.Run(context);
        FitContext seeded = context.Seeded(Seed);
        context.Begin("drawing rows");
        Releasing? releasing = Release ? new Releasing(fit.Split.Training, Plan, ReleaseNuisance, context.Catalogues) : null;
        DrawnRows drawn = Draw(fit, fit.Synthesizer, Output, seeded.Stream.Child("sample"), seeded, releasing);
        releasing?.Done(fit.Synthesizer, seeded.Child("release"));
        return new SynthesizeResult(this, fit, drawn) { Release = releasing?.Note(context, Seed) };
    }

    private SynthesizeResult OfCopies(FitJob job, JobContext context)
    {
        FitBeginning begun = job.Begin(context);
        Releasing releasing = new(begun.Split.Training, Plan, ReleaseNuisance, context.Catalogues, Copies.Count);
        List<(FitResult Fit, DrawnRows Rows)> copies = [];
        for (int k = 0; k < Copies.Count; k++)
        {
            FitContext own = begun.Seeded.Child("copy").Child(k);
            context.Begin(FormattableString.Invariant($"fitting copy {k + 1} of {Copies.Count}"));
            IFittedSynthesizer model = begun.Method.Fit(CopyRows.Of(begun.Split.Training, own.Stream.Child("rows")), own.Child("fit"));
            context.Begin(FormattableString.Invariant($"drawing copy {k + 1} of {Copies.Count}"));
            FitResult fit = begun.Fitted(job, model);
            copies.Add((fit, Draw(fit, model, Copies[k], own.Stream.Child("sample"), own, releasing)));
            releasing.Done(model, own.Child("release"));
        }

        (FitResult first, DrawnRows rows) = copies[0];
        LoadedData loaded = begun.Loaded;
        first = first with { Loaded = loaded with { Warnings = [.. loaded.Warnings, .. context.Heard(begun.Seeded)] } };
        return new SynthesizeResult(this, first, rows)
            { Release = releasing.Note(context, Seed), CopyEffects = [.. copies.Select(copy => copy.Rows.Effect)] };
    }

    private DrawnRows Draw(FitResult fit, IFittedSynthesizer model, IRowSink? sink, RandomStream stream, FitContext context,
        Releasing? releasing) => DrawnRows.Draw(model, Rows ?? fit.Split.Training.Rows, stream,
            new RowFacts(fit.Split.Training.TreatmentSpace.Levels, fit.Loaded.Schema), sink, KeepsRows, context,
            each: releasing is null ? null : releasing.Add);
}
