using System.CommandLine;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Data;
using CausalLoom.Jobs;
using CausalLoom.Methods;
using CausalLoom.Report;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.PaperEvaluation;
using CausalLoom.Sandbox.Verification;

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
        RunOptions run = new(command);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(input), outputPath = parsed.GetRequiredValue(output);
            string? truthPath = parsed.GetValue(truth), proofPath = parsed.GetValue(verification), modelPath = parsed.GetValue(model),
                metricsPath = parsed.GetValue(metrics);
            int? asked = RowCount.Check(parsed.GetValue(rows));
            SynthesisPlan plan = sandbox.Plan(parsed);
            SandboxSynthesizer request = plan.Sandbox!;
            if (plan.Part("generator") is "great" or "llm" && plan.Settings.Count == 0)
            {
                throw new CausalLoomException($"--generator {plan.Part("generator")} needs a pretrained model or a server, for which this "
                    + $"verb has no flags: say it with --set, such as great.checkpoint=DIR, or choose another.");
            }

            OutputPath.Check([path, .. Inputs.Optional(roles.Schema(parsed))], ("--output", outputPath), ("--truth", truthPath),
                ("--verification", proofPath), ("--paper-metrics", metricsPath), ("--model", modelPath), ("--json", run.Json(parsed)),
                ("--report", run.Report(parsed)));
            LoadedData loaded = Inputs.Load(path, roles, run, parsed, surroundings, cancellation);

            surroundings.Step = "fitting the sandbox";
            ProgressLine progress = run.Progress(parsed, surroundings);
            FitContext context = run.Context(parsed, progress, cancellation);
            request = (SandboxSynthesizer)request.Writing(Inputs.ColumnNames(loaded));
            SandboxKnobs knobs = request.Knobs(loaded.Data, context.Child("knobs"));
            SandboxFit fit = SandboxFit.Of(request, knobs, loaded.Data, sandbox.Pareto(parsed), context, exact =>
            {
                progress.Done();
                run.Say(parsed, surroundings, SandboxWords.Price(exact.Gap, loaded.Data, request.Tilt));
            });
            ISandboxModel fitted = fit.Model;
            surroundings.Step = "verifying the sandbox";
            SandboxVerification proof = Verifier.Run(fitted, loaded.Data, null, context.Child("verify"));
            PaperEvaluationResult? paper = metricsPath is null ? null
                : PaperEvaluator.Run(fitted, loaded.Data, null, context.Child("paper metrics"));
            progress.Done();
            SandboxWords.Warnings(fit).ForEach(warning => run.Say(parsed, surroundings, "warning: " + warning));

            cancellation.ThrowIfCancellationRequested();
            surroundings.Step = "writing results";
            int count = asked ?? loaded.Data.Rows;
            bool deliver = proof.Passed || parsed.GetValue(allow);

            // The data are renamed last: none are there without what was found out about them, and a run cut short while drawing leaves
            // nothing.
            if (deliver)
            {
                DrawnFiles.Write(fitted, count, context.Stream.Child("sample"), outputPath, truthPath, loaded.Data.TreatmentSpace.Levels,
                    context, drawn: WriteFindings);
                progress.Done();
                if (modelPath is not null)
                {
                    new SavedSynthesizer(fitted, loaded.Schema, run.Seed(parsed)) { Settings = plan.Settings }.Save(modelPath);
                }

            }
            else
            {
                WriteFindings();
            }

            if (run.Json(parsed) != "-" && proofPath != "-")
            {
                surroundings.Output.Write(SandboxWords.Verdicts(proof));
            }

            surroundings.Error.Write(deliver ? string.Empty : $"causalloom: not as asked ({string.Join(", ", proof.Failures)}); no data "
                + $"were written. See --report or --verification, change the request, or add --allow-unverified.\n");
            run.Say(parsed, surroundings, deliver ? $"{count} rows written to {outputPath}." : "Nothing was written but the verification.");
            return Task.FromResult(deliver ? ExitCode.Done : ExitCode.Failed);

            void WriteFindings()
            {
                Results.Write(proof.ToJson(), proofPath, surroundings);
                if (paper is not null)
                {
                    Results.Write(paper.ToJson(), metricsPath, surroundings);
                }

                Results.Write(SandboxJson.Of(plan, loaded, fit, proof, run.Seed(parsed), count), run.Json(parsed), surroundings);
                if (run.Report(parsed) is { } report)
                {
                    RunFacts facts = new(ReportFacts.CommandLine(surroundings), Path.GetFileName(path), Path.GetFileName(outputPath),
                        Product.Version, run.Seed(parsed), fitted.Method, plan.Part("generator"), SandboxWords.Facts(plan));
                    Results.Write(SandboxReport.Render(new SandboxReportInput("CausalLoom: sandbox", facts, loaded.Data,
                        knobs, fit.Exact, proof) { Penalty = fit.Penalty, Front = fit.Front, OverlapFront = fit.OverlapFront }), report,
                            surroundings);
                }
            }
        });
        return command;
    }
}
