using System.CommandLine;
using System.Text.Json.Nodes;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Generators.Server;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Cli.Verbs;

/// <summary>`causalloom sample`: the second half of `synthesize`. With the seed of the fit it draws the rows that `synthesize` would have drawn.</summary>
public static class SampleVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        Argument<string> model = new("FILE.loom") { Description = "A fitted model." };
        Option<int> rows = new("--rows") { Description = "How many rows to draw.", HelpName = "N", Required = true };
        Option<string> output = new("--output", "-o") { Description = "The synthetic data.", HelpName = "OUT.csv", Required = true };
        Option<string?> truth = new("--truth") { Description = "Also writes mu0, mu1, cate, y0, y1 and propensity of every row.", HelpName = "FILE.csv" };
        Option<string?> cache = new("--llm-cache") { Description = "For a model fitted with llm: the folder that keeps replies.", HelpName = "DIR" };
        Command command = new("sample", "Draws rows from a fitted model.") { model, rows, output, truth, cache };
        RunOptions run = new(command, withReport: false);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(model), outputPath = parsed.GetRequiredValue(output);
            string? truthPath = parsed.GetValue(truth);
            int count = RowCount.Check(parsed.GetValue(rows))!.Value;
            OutputPath.Check([path], ("--output", outputPath), ("--truth", truthPath), ("--json", run.Json(parsed)));
            surroundings.Step = "reading " + path;
            IFittedSynthesizer fitted = SavedModel.Read(path);
            if (truthPath is not null && !fitted.HasTruth)
            {
                throw new CausalLoomException($"{path} is a joint model, which has no truth: leave out --truth or fit with --method steam.");
            }

            surroundings.Step = "sampling";
            ProgressLine progress = run.Progress(parsed, surroundings);
            FitContext context = run.Context(parsed, progress, cancellation);
            Attach(fitted, parsed.GetValue(cache), context);
            GeneratorWords.Warn(fitted, surroundings);
            DrawnFiles.Write(fitted, count, RandomStream.Of(run.Seed(parsed)).Child("sample"), outputPath, truthPath, fitted.TreatmentSpace.Levels, context);
            progress.Done();

            surroundings.Step = "writing results";
            JsonObject result = new() { ["version"] = Product.Version, ["seed"] = run.Seed(parsed), ["rows"] = count, ["method"] = fitted.Method };
            SynthesisJson.AddFacts(result, fitted);
            Results.Write(result, run.Json(parsed), surroundings);
            GeneratorWords.SayFacts(fitted, run, parsed, surroundings);
            run.Say(parsed, surroundings, $"{count} synthetic rows written to {outputPath}.");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
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
}
