using System.CommandLine;
using System.Globalization;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Jobs;
using CausalLoom.Numerics.Random;
using CausalLoom.Releases;
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
            files.Create();
            OutputPath.Check([], [("--json", run.Json(parsed)), ("--report", run.Report(parsed)), .. files.All]);
            DemoSimulator process = new();
            SyntheticData real = process.Draw(Rows, RandomStream.Of(run.Seed(parsed)).Child("real"));
            SynthesizeJob job = new()
                { Data = new DataTable(real.Table, process.Treatment, process.Outcome), Rows = Rows, Release = true,
                    Seed = run.Seed(parsed) };
            (SynthesizeResult made, EvaluateResult evaluation) = run.Do(parsed, surroundings, context =>
            {
                SynthesizeResult result = job.Run(context);
                return (result, result.Evaluate(context));
            }, cancellation);
            IReadOnlyList<string> levels = made.Fit.Split.Training.TreatmentSpace.Levels;
            new RowFiles(files.Real, files.RealTruth).Take([real], new RowFacts(levels), () => { });
            new RowFiles(files.Synthetic, files.Truth).Take([made.Rows], new RowFacts(levels), () => { });
            Results.Write(evaluation.Json(), files.Metrics, surroundings);
            Results.Write(ReleaseJson.Text(made.Release!), files.Release, surroundings);
            run.WriteJson(parsed, surroundings, evaluation);
            foreach (string page in new[] { files.Report, run.Report(parsed) }.OfType<string>())
            {
                Results.Write(EvaluationPage.Of(evaluation,
                    ReportFacts.ForSynthesis(surroundings, files.Real, files.Synthetic, job.Seed, job.Plan),
                    [], made.Fit.Synthesizer.TrainingCurve, process.AverageEffect), page, surroundings);
            }

            if (run.Json(parsed) != "-")
            {
                surroundings.Output.Write(evaluation.Summary());
                surroundings.Output.Write(string.Create(CultureInfo.InvariantCulture, $"True effect of the process "
                    + $"{process.AverageEffect:0.000}, of the synthetic rows {made.Effect:0.000}\n"));
            }

            run.Say(parsed, surroundings, $"Open {files.Report} in a browser.");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
