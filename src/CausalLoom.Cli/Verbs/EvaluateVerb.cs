using System.CommandLine;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Report;

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
        Option<string?> preset = new("--preset")
            { Description = "steam-paper: one embedding, the paper's split and network settings.", HelpName = "PRESET" };
        Command command = new("evaluate", "Measures how well synthetic rows keep covariates, treatment and outcome mechanisms.")
            { real, synthetic, holdout, truth, repeats, preset };
        RoleOptions roles = new(command);
        RunOptions run = new(command);
        command.SetAction((parsed, cancellation) =>
        {
            string realPath = parsed.GetRequiredValue(real), syntheticPath = parsed.GetRequiredValue(synthetic);
            string? holdoutPath = parsed.GetValue(holdout), truthPath = parsed.GetValue(truth), presetName = parsed.GetValue(preset);
            EvaluationOptions options = EvaluationSettings.Of(presetName, parsed.GetValue(repeats), run.Seed(parsed));
            OutputPath.Check(
                [realPath, syntheticPath, .. Inputs.Optional(holdoutPath), .. Inputs.Optional(truthPath),
                    .. Inputs.Optional(roles.Schema(parsed))],
                ("--json", run.Json(parsed)),
                ("--report", run.Report(parsed)));

            LoadedData first = Inputs.Load(realPath, roles, run, parsed, surroundings, cancellation);
            LoadedData second = Inputs.LoadLike(syntheticPath, first, roles, run, parsed, surroundings, cancellation);
            LoadedData? kept = holdoutPath is null ? null
                : Inputs.LoadLike(holdoutPath, first, roles, run, parsed, surroundings, cancellation);

            double[]? effects = truthPath is null ? null : TruthFile.Effects(truthPath, second.Data.Rows, cancellation);
            ProgressLine progress = run.Progress(parsed, surroundings);
            FitContext context = run.Context(parsed, progress, cancellation);
            EvaluationRun evaluation = EvaluationRun.Of(first.Data, second.Data, kept?.Data, options, context, effects);
            progress.Done();

            cancellation.ThrowIfCancellationRequested();
            surroundings.Step = "writing results";
            evaluation.WriteJson(run.Json(parsed), surroundings);
            evaluation.WriteReport(
                run.Report(parsed), surroundings,
                    ReportFacts.ForEvaluation(surroundings, realPath, syntheticPath, run.Seed(parsed), presetName, options),
                [.. first.Warnings, .. second.Warnings], truth: effects is null ? null : new KnownTruth(null, effects.Average()));
            if (run.Json(parsed) != "-")
            {
                surroundings.Output.Write(evaluation.Summary());
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
