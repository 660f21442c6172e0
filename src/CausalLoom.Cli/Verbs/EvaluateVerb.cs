using System.CommandLine;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Evaluation;
using CausalLoom.Jobs;
using CausalLoom.Releases;

namespace CausalLoom.Cli.Verbs;

/// <summary>`causalloom evaluate`: all metrics of synthetic against real rows.</summary>
public static class EvaluateVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        Argument<string> real = new("REAL.csv") { Description = "The real data." };
        Argument<string> synthetic = new("SYNTH.csv") { Description = "The synthetic data." };
        Option<string?> holdout = new("--holdout") { Description = "Real rows that the generator never saw.", HelpName = "FILE.csv" };
        Option<string?> truth = new("--truth") { Description = "The synthetic rows' truth file, as synthesize --truth writes it: the "
            + "decomposition then uses their exact effects too.", HelpName = "TRUTH.csv" };
        Option<int> repeats = new("--repeats") { Description =
            "Repeats the evaluation under R sub-seeds; above 1 every figure gets a …_ci.", HelpName = "R", DefaultValueFactory = _ => 1 };
        Option<int> mostRows = new("--most-rows") { Description = "Models are fitted to at most so many rows a side, drawn by the seed; "
            + "margins, rules and copies are always counted in all rows.", HelpName = "N",
            DefaultValueFactory = _ => new EvaluationOptions().MostRows };
        Option<string?> preset = new("--preset")
            { Description = "steam-paper: one embedding, the paper's split and network settings.", HelpName = "PRESET" };
        Option<string?> release = new("--release") { Description = "What `synthesize --release` wrote beside the synthetic rows.",
            HelpName = "FILE.json" };
        Command command = new("evaluate", "Measures how well synthetic rows keep covariates, treatment and outcome mechanisms.")
            { real, synthetic, holdout, truth, repeats, mostRows, preset, release };
        RoleOptions roles = new(command);
        RunOptions run = new(command, resumes: true);
        command.SetAction((parsed, cancellation) =>
        {
            string realPath = parsed.GetRequiredValue(real), syntheticPath = parsed.GetRequiredValue(synthetic);
            string? holdoutPath = parsed.GetValue(holdout), truthPath = parsed.GetValue(truth), presetName = parsed.GetValue(preset);
            EvaluateJob job = new()
            {
                Real = roles.File(parsed, realPath),
                Synthetic = roles.File(parsed, syntheticPath),
                Holdout = holdoutPath is null ? null : roles.File(parsed, holdoutPath),
                Truth = truthPath is null ? null : new TruthFile(truthPath),
                Release = parsed.GetValue(release) is { } note ? ReleaseJson.Read(note) : null,
                Options = EvaluationPreset.Options(presetName) with
                    { Repeats = parsed.GetValue(repeats), MostRows = parsed.GetValue(mostRows) },
                Seed = run.Seed(parsed),
            };
            job.Options.Check();
            OutputPath.Check(
                [.. roles.Reads(parsed, realPath, syntheticPath, holdoutPath, truthPath),
                    .. parsed.GetValue(release) is { } read ? [read] : Array.Empty<string>()],
                ("--json", run.Json(parsed)),
                ("--report", run.Report(parsed)));
            EvaluateResult result = run.Do(parsed, surroundings, job.Run, cancellation);
            run.Deliver(parsed, surroundings, result, () => EvaluationPage.Of(result,
                ReportFacts.ForEvaluation(surroundings, realPath, syntheticPath, presetName, job), result.Warnings));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
