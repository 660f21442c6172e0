using System.CommandLine;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Jobs;
using CausalLoom.Releases;

namespace CausalLoom.Cli.Verbs;

/// <summary>`causalloom fit`: the first half of `synthesize`.</summary>
public static class FitVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        Argument<string> input = new("DATA.csv") { Description = "The real data." };
        Option<string> model = new("--model") { Description = "The fitted model.", HelpName = "FILE.loom", Required = true };
        Command command = new("fit", "Fits a model to data, to be sampled from later.") { input, model };
        ReleaseOptions release = new(command, "the model's rows");
        RoleOptions roles = new(command);
        SynthesisOptions synthesis = new(command);
        HoldoutOptions holdout = new(command);
        RunOptions run = new(command, withReport: false, resumes: true);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(input), modelPath = parsed.GetRequiredValue(model);
            FitJob job = new()
            {
                Data = roles.File(parsed, path),
                Plan = synthesis.Plan(parsed, wantsTruth: false),
                Holdout = holdout.Fraction(parsed),
                Release = release.Path(parsed) is not null,
                ReleaseNuisance = release.Nuisance(parsed),
                Seed = run.Seed(parsed),
            };
            OutputPath.Check(roles.Reads(parsed, path), ("--model", modelPath), ("--json", run.Json(parsed)),
                ("--release", release.Path(parsed)), ("--holdout-out", holdout.Path(parsed)));
            FitResult result = run.Do(parsed, surroundings, job.Run, cancellation);
            result.Model.Save(modelPath);
            if (result.Release is { } note)
            {
                Results.Write(ReleaseJson.Text(note), release.Path(parsed)!, surroundings);
            }

            holdout.Write(parsed, result);
            run.WriteJson(parsed, surroundings, result);
            run.Say(parsed, surroundings, $"Model written to {modelPath}.");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
