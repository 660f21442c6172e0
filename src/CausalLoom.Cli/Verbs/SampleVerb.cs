using System.CommandLine;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Jobs;

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
            string modelPath = parsed.GetRequiredValue(model);
            string? givenPath = parsed.GetValue(given);
            RowFiles files = new(parsed.GetRequiredValue(output), parsed.GetValue(truth));
            SampleJob.Check(parsed.GetValue(rows), givenPath is not null);
            OutputPath.Check(givenPath is null ? [modelPath] : [modelPath, givenPath], ("--output", files.Path),
                ("--truth", files.TruthPath),
                ("--json", run.Json(parsed)));
            surroundings.Step = "reading " + modelPath;
            SampleJob job = new()
            {
                Model = SavedSynthesizer.Load(modelPath, Installed.Catalogues),
                Rows = parsed.GetValue(rows),
                Given = givenPath is null ? null : new KnownCellsFile(givenPath),
                Output = files,
                ReplyCache = parsed.GetValue(cache),
                Seed = run.Seed(parsed),
            };
            SampleResult result = run.Do(parsed, surroundings, job.Run, cancellation);
            run.WriteJson(parsed, surroundings, result);
            run.Say(parsed, surroundings, result.Summary());
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
