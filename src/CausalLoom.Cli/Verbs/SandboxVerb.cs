using System.CommandLine;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Data;
using CausalLoom.Jobs;
using CausalLoom.Methods;
using CausalLoom.Report;

namespace CausalLoom.Cli.Verbs;

/// <summary>
/// `causalloom sandbox`: data whose overlap, effect and unmeasured confounding are as asked, and the proof (docs/sandbox.md).
/// </summary>
public static class SandboxVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        Argument<string> input = new("DATA.csv") { Description = "The real data." };
        Option<string> output = new("--output", "-o") { Description = "The synthetic data.", HelpName = "SYNTH.csv", Required = true };
        Option<int?> rows = new("--rows") { Description = "How many rows to draw (default: as many as were read).", HelpName = "N" };
        Option<string?> truth = new("--truth") { Description = "Also writes what is true of every row: mu0, mu1, cate, y0, y1, propensity, "
            + "kappa0, kappa1, u, propensity_u.", HelpName = "TRUTH.csv" };
        Option<string?> verification = new("--verification")
            { Description = "Also writes what was delivered, measured on fresh draws.", HelpName = "FILE.json" };
        Option<string?> metrics = new("--paper-metrics") { Description =
            "Also writes the CausalMix paper's own evaluation, each figure sound and as its code has it.", HelpName = "FILE.json" };
        Option<string?> model = new("--model") { Description = "Also writes the fitted model.", HelpName = "FILE.loom" };
        Option<bool> allow = new("--allow-unverified")
            { Description = "Writes the data and exits with 0 even where they are not as asked." };
        Command command = new("sandbox", "Synthetic data with overlap, effect and unmeasured confounding on command, verified on fresh "
            + "draws.") { input, output, rows, truth, verification, metrics, model, allow };
        RoleOptions roles = new(command);
        SandboxOptions sandbox = new(command);
        RunOptions run = new(command, resumes: true);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(input);
            string? proofPath = parsed.GetValue(verification), modelPath = parsed.GetValue(model), metricsPath = parsed.GetValue(metrics);
            RowFiles files = new(parsed.GetRequiredValue(output), parsed.GetValue(truth));
            SynthesisPlan plan = sandbox.Plan(parsed);
            if (plan.Part("generator") is "great" or "llm" && plan.Settings.Count == 0)
            {
                throw new CausalLoomException($"--generator {plan.Part("generator")} needs a pretrained model or a server, for which this "
                    + $"verb has no flags: say it with --set, such as great.checkpoint=DIR, or choose another.");
            }

            OutputPath.Check(roles.Reads(parsed, path), ("--output", files.Path), ("--truth", files.TruthPath),
                ("--verification", proofPath), ("--paper-metrics", metricsPath), ("--model", modelPath), ("--json", run.Json(parsed)),
                ("--report", run.Report(parsed)));
            SandboxJob job = new()
            {
                Data = roles.File(parsed, path),
                Plan = plan,
                Rows = parsed.GetValue(rows),
                Output = files,
                AllowsUnverified = parsed.GetValue(allow),
                Pareto = sandbox.Pareto(parsed),
                PaperMetrics = metricsPath is not null,
                Found = WriteFindings,
                Seed = run.Seed(parsed),
            };
            SandboxResult result = run.Do(parsed, surroundings, job.Run, cancellation);
            if (result.Delivers && modelPath is not null)
            {
                result.Model.Save(modelPath);
            }

            if (run.Json(parsed) != "-" && proofPath != "-")
            {
                surroundings.Output.Write(result.Summary());
            }

            surroundings.Error.Write(result.Delivers ? string.Empty : $"causalloom: not as asked "
                + $"({string.Join(", ", result.Verification.Failures)}); no data were written. See --report or --verification, change the "
                + $"request, or add --allow-unverified.\n");
            run.Say(parsed, surroundings, result.Delivers ? $"{result.Count} rows written to {files.Path}."
                : "Nothing was written but the verification.");
            return Task.FromResult(result.Delivers ? ExitCode.Done : ExitCode.Failed);

            void WriteFindings(SandboxResult found)
            {
                Results.Write(found.VerificationJson(), proofPath, surroundings);
                if (metricsPath is not null)
                {
                    Results.Write(found.PaperMetricsJson(), metricsPath, surroundings);
                }

                run.WriteJson(parsed, surroundings, found);
                if (run.Report(parsed) is { } report)
                {
                    Results.Write(Page(found, ReportFacts.ForSandbox(surroundings, path, files.Path, found)), report, surroundings);
                }
            }
        });
        return command;
    }

    private static string Page(SandboxResult found, RunFacts facts) => SandboxReport.Render(new SandboxReportInput("CausalLoom: sandbox",
        facts with { Read = ReadFacts.Of(found.Loaded) }, found.Loaded.Data, found.Fit.Knobs, found.Fit.Exact, found.Verification)
        { Penalty = found.Fit.Penalty, Front = found.Fit.Front, OverlapFront = found.Fit.OverlapFront });
}
