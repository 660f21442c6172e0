using CausalLoom.Generators;
using CausalLoom.Methods;

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

    /// <summary>The seed.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Reads the real rows, fits and draws.</summary>
    /// <exception cref="CausalLoomException">The data cannot be read or learned from, or the method has no truth and one is asked
    /// for.</exception>
    public SynthesizeResult Run(JobContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        DrawnRows.Check(Rows);
        if (Output is { TakesTruth: true })
        {
            Plan.RequireTruth();
        }

        if (Release)
        {
            Releasing.Check(Plan);
        }

        // Said before anything is read, so that there is time to stop it.
        if (Plan.Generator is IServedGenerator served)
        {
            context.Say(JobMessageKind.Alert, served.Warning);
        }

        FitResult fit = new FitJob { Data = Data, Plan = Plan, Holdout = Holdout, Seed = Seed }.Run(context);
        FitContext seeded = context.Seeded(Seed);
        context.Begin("drawing rows");
        Releasing? releasing = Release ? new Releasing(fit) : null;
        DrawnRows drawn = DrawnRows.Draw(fit.Synthesizer, Rows ?? fit.Split.Training.Rows, seeded.Stream.Child("sample"),
            new RowFacts(fit.Split.Training.TreatmentSpace.Levels, fit.Loaded.Schema), Output, KeepsRows, seeded,
            each: releasing is null ? null : releasing.Add);
        return new SynthesizeResult(this, fit, drawn) { Release = releasing?.Note(context, seeded.Child("release")) };
    }
}
