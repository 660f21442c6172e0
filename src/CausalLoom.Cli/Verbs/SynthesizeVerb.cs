using System.CommandLine;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Jobs;
using CausalLoom.Methods;
using CausalLoom.Synthesis;

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
        Command command = new("synthesize", "Fits a model to data and draws synthetic rows.") { input, output, rows, model, truth };
        RoleOptions roles = new(command);
        SynthesisOptions synthesis = new(command);
        HoldoutOptions holdout = new(command);
        RunOptions run = new(command);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(input), outputPath = parsed.GetRequiredValue(output);
            string? truthPath = parsed.GetValue(truth), modelPath = parsed.GetValue(model);
            int? asked = RowCount.Check(parsed.GetValue(rows));
            SynthesisPlan plan = synthesis.Plan(parsed, wantsTruth: truthPath is not null);
            void Say(string line) => run.Say(parsed, surroundings, line);
            OutputPath.Check([path, .. Inputs.Optional(roles.Schema(parsed))], ("--output", outputPath), ("--truth", truthPath), ("--model",
                modelPath), ("--json", run.Json(parsed)), ("--report", run.Report(parsed)), ("--holdout-out", holdout.Path(parsed)));

            GeneratorWords.Warn(plan, surroundings);
            LoadedData loaded = Inputs.Load(path, roles, run, parsed, surroundings, cancellation);
            ProgressLine progress = run.Progress(parsed, surroundings);
            FitContext context = run.Context(parsed, progress, cancellation);
            HoldoutSplit split = holdout.Split(parsed, loaded, context);
            IFittedSynthesizer fitted = PlannedFit.Of(plan, split, Inputs.ColumnNames(loaded), context, line => { progress.Done(); Say(line); });
            int count = asked ?? split.Training.Rows;
            List<SyntheticData> kept = [];
            DrawnEffect effect = new();
            DrawnFiles.Write(fitted, count, context.Stream.Child("sample"), outputPath, truthPath, split.Training.TreatmentSpace.Levels,
                context, run.Report(parsed) is null ? effect.Add : block => kept.Add(effect.Seen(block)));
            progress.Done();

            surroundings.Step = "writing results";
            if (modelPath is not null)
            {
                new SavedSynthesizer(fitted, loaded.Schema, run.Seed(parsed)) { Settings = plan.Settings }.Save(modelPath);
            }

            split.WriteHoldout(holdout.Path(parsed), loaded);
            Results.Write(effect.AddTo(SynthesisJson.Of(fitted, plan, run.Seed(parsed), split, count, loaded)), run.Json(parsed),
                surroundings);
            if (run.Report(parsed) is string reportPath)
            {
                SyntheticData drawn = DrawnBlocks.Join(kept);
                IReadOnlyList<double[]>? effects = drawn.Truth?.Cates();
                CausalData synthetic = split.Training.Like(drawn.Table);
                EvaluateResult evaluation = new(Evaluator.Evaluate(split.Training, synthetic, split.Holdout, effects,
                    EvaluationPreset.Options(plan.Preset), context.Child("evaluate")), split.Training, synthetic)
                    { TrueEffect = effects?[0].Average() };
                Results.Write(EvaluationPage.Of(evaluation,
                    ReportFacts.ForSynthesis(surroundings, path, outputPath, run.Seed(parsed), plan), loaded.Warnings,
                    fitted.TrainingCurve), reportPath, surroundings);
            }

            PlannedFit.SayUnverified(plan, Say);
            GeneratorWords.SayFacts(fitted, run, parsed, surroundings);
            Say($"{count} synthetic rows written to {outputPath}.");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
