using System.CommandLine;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Jobs;
using CausalLoom.Releases;

namespace CausalLoom.Cli.Verbs;

/// <summary>`causalloom synthesize`: fit and sample in one.</summary>
public static class SynthesizeVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        Argument<string> input = new("DATA.csv") { Description = "The real data." };
        Option<string> output = new("--output", "-o") { Description = "The synthetic data.", HelpName = "SYNTH.csv", Required = true };
        Option<int?> rows = new("--rows") { Description = "How many rows to draw (default: as many as were read).", HelpName = "N" };
        Option<string?> model = new("--model") { Description = "Also writes the fitted model.", HelpName = "FILE.loom" };
        Option<string?> truth = new("--truth") { Description = "Also writes mu0, mu1, cate, y0, y1 and propensity of every row (of a "
            + "sandbox also kappa0, kappa1, u and propensity_u).", HelpName = "FILE.csv" };
        Option<string?> release = new("--release") { Description = "Also writes what an analyst of the rows needs to speak of the "
            + "population: `estimate --release`.", HelpName = "FILE.json" };
        Command command = new("synthesize", "Fits a model to data and draws synthetic rows.")
            { input, output, rows, model, truth, release };
        RoleOptions roles = new(command);
        SynthesisOptions synthesis = new(command);
        HoldoutOptions holdout = new(command);
        RunOptions run = new(command, resumes: true);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(input);
            string? modelPath = parsed.GetValue(model);
            RowFiles files = new(parsed.GetRequiredValue(output), parsed.GetValue(truth));
            SynthesizeJob job = new()
            {
                Data = roles.File(parsed, path),
                Plan = synthesis.Plan(parsed, files.TakesTruth),
                Holdout = holdout.Fraction(parsed),
                Rows = parsed.GetValue(rows),
                Output = files,
                KeepsRows = run.Report(parsed) is not null,
                Release = parsed.GetValue(release) is not null,
                Seed = run.Seed(parsed),
            };
            OutputPath.Check(roles.Reads(parsed, path), ("--output", files.Path), ("--truth", files.TruthPath), ("--model", modelPath),
                ("--release", parsed.GetValue(release)), ("--json", run.Json(parsed)), ("--report", run.Report(parsed)), ("--holdout-out",
                    holdout.Path(parsed)));
            SynthesizeResult result = run.Do(parsed, surroundings, job.Run, cancellation);
            if (modelPath is not null)
            {
                result.Fit.Model.Save(modelPath);
            }

            if (result.Release is { } note)
            {
                Results.Write(ReleaseJson.Text(note), parsed.GetValue(release)!, surroundings);
            }

            holdout.Write(parsed, result.Fit);
            run.WriteJson(parsed, surroundings, result);
            if (run.Report(parsed) is string page)
            {
                EvaluateResult evaluation = run.Do(parsed, surroundings, context => result.Evaluate(context), cancellation);
                Results.Write(EvaluationPage.Of(evaluation,
                    ReportFacts.ForSynthesis(surroundings, path, files.Path, job.Seed, job.Plan), evaluation.Warnings,
                    result.Fit.Synthesizer.TrainingCurve), page, surroundings);
            }

            run.Say(parsed, surroundings, result.Summary());
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
