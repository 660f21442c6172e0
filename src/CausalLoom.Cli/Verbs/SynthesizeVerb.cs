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
        Option<int?> copies = new("--release-copies") { Description = "Releases M files instead of one, each of a model of its own fitted "
            + "to rows drawn anew from the data: SYNTH.1.csv and so on.", HelpName = "M" };
        Command command = new("synthesize", "Fits a model to data and draws synthetic rows.")
            { input, output, rows, model, truth };
        ReleaseOptions release = new(command, "the rows");
        command.Options.Add(copies);
        RoleOptions roles = new(command);
        SynthesisOptions synthesis = new(command);
        HoldoutOptions holdout = new(command);
        RunOptions run = new(command, resumes: true);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(input);
            string? modelPath = parsed.GetValue(model);
            RowFiles files = new(parsed.GetRequiredValue(output), parsed.GetValue(truth));
            RowFiles[] several = parsed.GetValue(copies) is { } count ? [.. Copies(count, files, [("--model", modelPath), ("--report",
                run.Report(parsed))], release.Path(parsed))] : [];
            SynthesizeJob job = new()
            {
                Data = roles.File(parsed, path),
                Plan = synthesis.Plan(parsed, files.TakesTruth),
                Holdout = holdout.Fraction(parsed),
                Rows = parsed.GetValue(rows),
                Output = several.Length > 0 ? null : files,
                Copies = several,
                KeepsRows = run.Report(parsed) is not null,
                Release = release.Path(parsed) is not null,
                ReleaseNuisance = release.Nuisance(parsed),
                Seed = run.Seed(parsed),
            };
            OutputPath.Check(roles.Reads(parsed, path), [.. (several.Length > 0 ? several : [files]).SelectMany(file =>
                new (string, string?)[] { ("--output", file.Path), ("--truth", file.TruthPath) }), ("--model", modelPath),
                ("--release", release.Path(parsed)), ("--json", run.Json(parsed)), ("--report", run.Report(parsed)), ("--holdout-out",
                    holdout.Path(parsed))]);
            SynthesizeResult result = run.Do(parsed, surroundings, job.Run, cancellation);
            if (modelPath is not null)
            {
                result.Fit.Model.Save(modelPath);
            }

            if (result.Release is { } note)
            {
                Results.Write(ReleaseJson.Text(note), release.Path(parsed)!, surroundings);
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

    private const int MostCopies = 1000;

    // Of copies there is no one model, and no one table to hold against the real rows.
    private static IEnumerable<RowFiles> Copies(int count, RowFiles files, (string Flag, string? Path)[] ofOne, string? release)
    {
        if (count is < 2 or > MostCopies)
        {
            throw new CausalLoomException(FormattableString.Invariant($"--release-copies {count} is not between 2 and {MostCopies}."));
        }

        if (release is null)
        {
            throw new CausalLoomException("--release-copies needs --release FILE.json, which says what the copies are.");
        }

        return ofOne.FirstOrDefault(one => one.Path is not null).Flag is { } flag
            ? throw new CausalLoomException($"{flag} is of one model, and with --release-copies each file has its own: leave it out.")
            : Enumerable.Range(1, count).Select(files.Copy);
    }
}
