using System.CommandLine;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Data;
using CausalLoom.Jobs;
using CausalLoom.Methods;
using CausalLoom.Synthesis;

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
        RoleOptions roles = new(command);
        SynthesisOptions synthesis = new(command);
        HoldoutOptions holdout = new(command);
        RunOptions run = new(command, withReport: false);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(input), modelPath = parsed.GetRequiredValue(model);
            SynthesisPlan plan = synthesis.Plan(parsed, wantsTruth: false);
            void Say(string line) => run.Say(parsed, surroundings, line);
            OutputPath.Check([path, .. Inputs.Optional(roles.Schema(parsed))], ("--model", modelPath), ("--json", run.Json(parsed)),
                ("--holdout-out", holdout.Path(parsed)));

            LoadedData loaded = Inputs.Load(path, roles, run, parsed, surroundings, cancellation);
            ProgressLine progress = run.Progress(parsed, surroundings);
            FitContext context = run.Context(parsed, progress, cancellation);
            HoldoutSplit split = holdout.Split(parsed, loaded, context);
            IFittedSynthesizer fitted = PlannedFit.Of(plan, split, Inputs.ColumnNames(loaded), context, line => { progress.Done(); Say(line); });
            progress.Done();

            cancellation.ThrowIfCancellationRequested();
            surroundings.Step = "writing results";
            new SavedSynthesizer(fitted, loaded.Schema, run.Seed(parsed)) { Settings = plan.Settings }.Save(modelPath);
            split.WriteHoldout(holdout.Path(parsed), loaded);
            Results.Write(SynthesisJson.Of(fitted, plan, run.Seed(parsed), split, null, loaded), run.Json(parsed), surroundings);
            PlannedFit.SayUnverified(plan, Say);
            Say($"Model written to {modelPath}.");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
