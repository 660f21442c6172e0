using System.CommandLine;
using System.Text.Json.Nodes;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Data;
using CausalLoom.Generators.Server;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Cli.Verbs;

/// <summary>
/// `causalloom sample`: the second half of `synthesize`. With the seed of the fit it draws the rows that `synthesize` would have
/// drawn; with `--given` it completes rows of which some cells are known.
/// </summary>
public static class SampleVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        Argument<string> model = new("FILE.loom") { Description = "A fitted model." };
        Option<int?> rows = new("--rows") { Description = "How many rows to draw.", HelpName = "N" };
        Option<string?> given = new("--given") { Description = "Known cells: columns that are there are kept, their empty cells imputed, "
            + "the others drawn. One row out for each row in.", HelpName = "FILE.csv" };
        Option<string> output = new("--output", "-o") { Description = "The synthetic data.", HelpName = "OUT.csv", Required = true };
        Option<string?> truth = new("--truth") { Description = "Also writes mu0, mu1, cate, y0, y1 and propensity of every row (of a "
            + "sandbox also kappa0, kappa1, u and propensity_u).", HelpName = "FILE.csv" };
        Option<string?> cache = new("--llm-cache")
            { Description = "For a model fitted with llm: the folder that keeps replies.", HelpName = "DIR" };
        Command command = new("sample", "Draws rows from a fitted model.") { model, rows, given, output, truth, cache };
        RunOptions run = new(command, withReport: false);
        command.SetAction((parsed, cancellation) =>
        {
            Request request = new(parsed.GetRequiredValue(model), RowCount.Check(parsed.GetValue(rows)), parsed.GetValue(given),
                parsed.GetRequiredValue(output), parsed.GetValue(truth));
            request.Check(run.Json(parsed));
            surroundings.Step = "reading " + request.Model;
            (IFittedSynthesizer fitted, Schema schema) = SavedModel.ReadWithSchema(request.Model);
            if (request.Truth is not null && !fitted.HasTruth)
            {
                throw new CausalLoomException($"{request.Model} is a joint model, which has no truth: leave out --truth "
                    + $"or fit with --method steam.");
            }

            surroundings.Step = "sampling";
            ProgressLine progress = run.Progress(parsed, surroundings);
            FitContext context = run.Context(parsed, progress, cancellation);
            RandomStream stream = RandomStream.Of(run.Seed(parsed)).Child("sample");
            Attach(fitted, parsed.GetValue(cache), context);
            GeneratorWords.Warn(fitted, surroundings);
            DrawnEffect effect = new();
            int count = request.Given is null ? Draw(request, fitted, stream, context, effect)
                : Complete(request, fitted, schema, stream, surroundings, cancellation);
            progress.Done();

            surroundings.Step = "writing results";
            JsonObject result = new()
                { ["version"] = Product.Version, ["seed"] = run.Seed(parsed), ["rows"] = count, ["method"] = fitted.Method };
            SynthesisJson.AddFacts(result, fitted);
            Results.Write(effect.AddTo(result), run.Json(parsed), surroundings);
            GeneratorWords.SayFacts(fitted, run, parsed, surroundings);
            run.Say(parsed, surroundings, $"{count} synthetic rows written to {request.Output}.");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static int Draw(Request request, IFittedSynthesizer fitted, RandomStream stream, FitContext context, DrawnEffect effect)
    {
        int count = request.Rows!.Value;
        DrawnFiles.Write(fitted, count, stream, request.Output, request.Truth, fitted.TreatmentSpace.Levels, context, effect.Add);
        return count;
    }

    private static int Complete(Request request, IFittedSynthesizer fitted, Schema schema, RandomStream stream, Surroundings surroundings,
        CancellationToken cancellation)
    {
        surroundings.Step = "reading " + request.Given;
        Table known = GivenFile.Read(request.Given!, schema, cancellation);
        surroundings.Step = "sampling";
        SyntheticData drawn = fitted is IConditionalSource source
            ? source.DrawGiven(known, stream)
            : throw new CausalLoomException($"{request.Model}: a model of method '{fitted.Method}' cannot complete given rows.");
        cancellation.ThrowIfCancellationRequested();
        DrawnFiles.Write(drawn, request.Output, request.Truth, fitted.TreatmentSpace.Levels);
        return drawn.Table.Rows;
    }

    private static void Attach(IFittedSynthesizer fitted, string? cacheFolder, FitContext context)
    {
        if (fitted.Generator is IServedModel served)
        {
            served.Attach(context, cacheFolder);
        }
        else if (cacheFolder is not null)
        {
            throw new CausalLoomException("--llm-cache has no meaning for this model, which asks no server: leave it out.");
        }
    }

    /// <summary>What is asked for.</summary>
    private sealed record Request(string Model, int? Rows, string? Given, string Output, string? Truth)
    {
        public void Check(string? json)
        {
            if (Rows is null == Given is null)
            {
                throw new CausalLoomException(Rows is null
                    ? "Say how many rows to draw (--rows N) or what is known of them (--given FILE.csv)."
                    : "--given draws one row for each row of its file: leave out --rows.");
            }

            OutputPath.Check([Model, .. Inputs.Optional(Given)], ("--output", Output), ("--truth", Truth), ("--json", json));
        }
    }
}
