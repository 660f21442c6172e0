using System.CommandLine;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Jobs;
using CausalLoom.Methods;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Cli.Verbs;

/// <summary>`causalloom demo`: the main job on a built-in process with known truth: synthesize, evaluate, estimate, report.</summary>
public static class DemoVerb
{
    private const int Rows = 1000;

    /// <summary>The verb.</summary>
    public static Command Create(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        Option<string> folder = new("--out")
            { Description = "The folder to write to; made if it is not there.", HelpName = "DIR", DefaultValueFactory = _ => "demo-out" };
        Command command = new("demo", "The main job on a built-in process with known truth.") { folder };
        RunOptions run = new(command);
        command.SetAction((parsed, cancellation) =>
        {
            DemoFiles files = new(parsed.GetRequiredValue(folder));
            OutputPath.Check([], ("--json", run.Json(parsed)), ("--report", run.Report(parsed)));
            ProgressLine progress = run.Progress(parsed, surroundings);
            FitContext context = run.Context(parsed, progress, cancellation);
            DemoSimulator process = new();
            SyntheticData real = process.Draw(Rows, context.Stream.Child("real"));
            CausalData data = CausalData.From(real.Table, process.Treatment, process.Outcome);

            SynthesisPlan plan = SynthesisPlan.Of(new SynthesisRequest());
            IFittedSynthesizer fitted = plan.Synthesizer.Writing([.. real.Table.Columns.Select(c => c.Name)])
                .Fit(data, context.Child("fit"));
            SyntheticData drawn = fitted.Draw(Rows, context.Stream.Child("sample"));
            IReadOnlyList<double[]>? effects = drawn.Truth?.Cates();
            CausalData synthetic = data.Like(drawn.Table);
            EvaluateResult evaluation = new(Evaluator.Evaluate(data, synthetic, null, effects, new EvaluationOptions(),
                context.Child("evaluate")), data, synthetic) { TrueEffect = effects?[0].Average() };
            progress.Done();

            cancellation.ThrowIfCancellationRequested();
            surroundings.Step = "writing results";
            files.Create();
            DrawnFiles.Write(real, files.Real, files.RealTruth, data.TreatmentSpace.Levels);
            DrawnFiles.Write(drawn, files.Synthetic, files.Truth, data.TreatmentSpace.Levels);
            Results.Write(evaluation.Json(), files.Metrics, surroundings);
            Results.Write(evaluation.Json(), run.Json(parsed), surroundings);
            foreach (string page in new[] { files.Report, run.Report(parsed) }.OfType<string>())
            {
                Results.Write(EvaluationPage.Of(evaluation,
                    ReportFacts.ForSynthesis(surroundings, files.Real, files.Synthetic, run.Seed(parsed), plan),
                    [], fitted.TrainingCurve, process.AverageEffect), page, surroundings);
            }

            if (run.Json(parsed) != "-")
            {
                surroundings.Output.Write(evaluation.Summary());
                surroundings.Output.Write(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"True effect of the process "
                    + $"{process.AverageEffect:0.000}, of the synthetic rows {drawn.Truth!.Cate().Average():0.000}\n"));
            }

            run.Say(parsed, surroundings, $"Open {files.Report} in a browser.");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
