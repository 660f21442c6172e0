using System.CommandLine;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Data;
using CausalLoom.Jobs;
using CausalLoom.Releases;
using CausalLoom.Report;

namespace CausalLoom.Cli.Verbs;

/// <summary>`causalloom certify`: coverage, type I error and power that a release gives an analyst.</summary>
public static class CertifyVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        Argument<string> release = new("RELEASE.json") { Description = "What `synthesize --release` wrote." };
        Option<string> data = new("--data") { Description = "The real rows, on which worlds with a known truth are modelled; where they "
            + "cannot be had, the released ones.", HelpName = "FILE.csv", Required = true };
        Option<int> worlds = new("--worlds") { Description = "How many worlds, in each of which the release is made anew.", HelpName = "B",
            DefaultValueFactory = _ => 200 };
        Option<double?> truth = new("--population-truth") { Description = "The data are a population of their own, from which each world "
            + "draws its real rows, and this is its true average effect.", HelpName = "X" };
        Command command = new("certify", "Coverage, type I error and power that a release gives an analyst.")
            { release, data, worlds, truth };
        EstimationOptions analysis = new(command, ofRelease: true);
        RunOptions run = new(command);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(release), rows = parsed.GetRequiredValue(data);
            OutputPath.Check([path, rows], ("--json", run.Json(parsed)), ("--report", run.Report(parsed)));
            ReleaseNote note = ReleaseJson.Read(path);
            CertifyJob job = new()
            {
                Release = note,
                Data = new DataFile(rows, new LoadOptions
                {
                    Treatment = note.Columns.Treatment,
                    Reference = note.Columns.Levels[0],
                    Outcome = note.Columns.Outcome,
                    Covariates = note.Columns.Covariates,
                }),
                Worlds = parsed.GetValue(worlds),
                PopulationTruth = parsed.GetValue(truth),
                Analysis = analysis.Analysis(parsed, "aipw"),
                Seed = run.Seed(parsed),
            };
            CertifyResult result = run.Do(parsed, surroundings, job.Run, cancellation);
            run.Deliver(parsed, surroundings, result, () => CertifyReport.Render(new CertifyReportInput(
                "CausalLoom: what a release gives its analysts", new RunFacts(ReportFacts.CommandLine(surroundings), Path.GetFileName(rows),
                    Path.GetFileName(path), Product.Version, job.Seed, null, null,
                    [new("The analyst's nuisances", analysis.Nuisance(parsed))]) { Read = result.Read }, result)));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
