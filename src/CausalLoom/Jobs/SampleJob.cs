using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Jobs;

/// <summary>
/// Rows of a fitted model: so many new ones, or those of which some cells are known, completed. With the seed of the fit the new rows are
/// those that are drawn right after the fit.
/// </summary>
public sealed record SampleJob
{
    /// <summary>The model.</summary>
    public required SavedSynthesizer Model { get; init; }

    /// <summary>How many rows to draw; null where known cells say it.</summary>
    public int? Rows { get; init; }

    /// <summary>What is known of the rows, one row out for each of its rows; or null.</summary>
    public IKnownCells? Given { get; init; }

    /// <summary>Where the rows go; null: they are kept with the result.</summary>
    public IRowSink? Output { get; init; }

    /// <summary>The folder that keeps a language model's replies, or null.</summary>
    public string? ReplyCache { get; init; }

    /// <summary>The seed.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Refuses what cannot be meant, before a model is read.</summary>
    /// <param name="rows">How many rows are asked for, or null.</param>
    /// <param name="given">Whether known cells are given.</param>
    /// <exception cref="CausalLoomException">Neither or both are given, or fewer than one row.</exception>
    public static void Check(int? rows, bool given)
    {
        DrawnRows.Check(rows);
        if (rows is null != given)
        {
            throw new CausalLoomException(rows is null
                ? "Say how many rows to draw (‹rows N›) or what is known of them (‹given FILE.csv›)."
                : "‹given› draws one row for each row of its file: leave out ‹rows›.");
        }
    }

    /// <summary>Draws the rows.</summary>
    /// <exception cref="CausalLoomException">
    /// The model has no truth and one is asked for, cannot complete rows, or the known cells do not fit it.
    /// </exception>
    public SampleResult Run(JobContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        // Numbers within an altered file may fit together and still draw nothing.
        return Model.IsRead ? ModelDamage.Guard(Model.Name, () => Draw(context)) : Draw(context);
    }

    private SampleResult Draw(JobContext context)
    {
        Check(Rows, Given is not null);
        IFittedSynthesizer source = Model.Synthesizer;
        if (Output is { TakesTruth: true } && !source.HasTruth)
        {
            throw new CausalLoomException($"{Model.Name} is a joint model, which has no truth: leave out ‹truth› "
                + $"or fit with ‹method steam›.");
        }

        context.Begin("sampling");
        FitContext seeded = context.Seeded(Seed);
        Attach(source, seeded);
        if (source.Generator is IServedModel served)
        {
            context.Say(JobMessageKind.Alert, served.Warning);
        }

        RandomStream stream = seeded.Stream.Child("sample");
        return Given is null
            ? new SampleResult(this, DrawnRows.Draw(source, Rows!.Value, stream, new RowFacts(source.TreatmentSpace.Levels, Model.Schema),
                Output, false, seeded))
            : Complete(Given, source, stream, context);
    }

    private SampleResult Complete(IKnownCells given, IFittedSynthesizer source, RandomStream stream, JobContext context)
    {
        if (Model.Schema is not { } schema)
        {
            throw new CausalLoomException($"{Model.Name} does not say what its columns are, so no rows can be completed. Fit it again.");
        }

        context.Begin("reading " + given.Name);
        Table known = given.Read(schema, context.Cancellation);
        IReadOnlyList<string> outside = source.Generator is IServedModel ? []
            : KnownRanges.Outside(source, known, context.Seeded(Seed).Stream.Child("range"));
        context.Say([], outside);
        context.Begin("sampling");
        SyntheticData rows = source is IConditionalSource conditional
            ? conditional.DrawGiven(known, stream)
            : throw new CausalLoomException($"{Model.Name}: a model of method '{source.Method}' cannot complete given rows.");
        context.Begin("writing results");
        Output?.Take([rows], new RowFacts(source.TreatmentSpace.Levels, schema) { Rows = rows.Table.Rows }, () => { });
        return new SampleResult(this, rows) { Warnings = outside };
    }

    private void Attach(IFittedSynthesizer source, FitContext context)
    {
        if (source.Generator is IServedModel served)
        {
            served.Attach(context, ReplyCache);
        }
        else if (ReplyCache is not null)
        {
            throw new CausalLoomException("‹llm-cache› has no meaning for this model, which asks no server: leave it out.");
        }
    }
}
