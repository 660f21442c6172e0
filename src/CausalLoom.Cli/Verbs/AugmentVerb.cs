using System.CommandLine;
using System.Globalization;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Data;
using CausalLoom.Jobs;
using CausalLoom.Overlap;
using CausalLoom.Report;

namespace CausalLoom.Cli.Verbs;

/// <summary>`causalloom augment`: donors beside rows that have no one to compare with, and what that is worth.</summary>
public static class AugmentVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        Argument<string> data = new("DATA.csv") { Description = "The data." };
        Option<string> output = new("--output", "-o")
            { Description = "Original rows, then added ones, with columns that say so.", HelpName = "OUT.csv", Required = true };
        Command command = new("augment", "Adds donors where one arm is lacking, and compares with trimming and overlap weights.")
            { data, output };
        AugmentationOptions augmentation = new(command);
        RoleOptions roles = new(command);
        RunOptions run = new(command);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(data), donorPath = augmentation.Donors(parsed);
            string outPath = TableFileWriter.Checked(parsed.GetRequiredValue(output));
            AugmentJob job = augmentation.Job(parsed, roles.File(parsed, path), roles.File(parsed, donorPath)) with
                { Seed = run.Seed(parsed) };
            OutputPath.Check(roles.Reads(parsed, path, donorPath), ("--output", outPath),
                ("--json", run.Json(parsed)), ("--report", run.Report(parsed)));
            AugmentResult result = run.Do(parsed, surroundings, job.Run, cancellation);
            TableFileWriter.Write(outPath, result.Table, result.Schema);
            run.Deliver(parsed, surroundings, result, () => AugmentReport.Render(new AugmentReportInput("CausalLoom: overlap augmentation",
                Facts(surroundings, path, donorPath, job, augmentation.Nuisance(parsed)) with { Read = result.Read }, result.Analysis,
                    result.Truth)));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static RunFacts Facts(Surroundings surroundings, string path, string donors, AugmentJob job, string nuisance)
    {
        AugmentAnalysisOptions options = job.Options;
        return new(ReportFacts.CommandLine(surroundings), Path.GetFileName(path), Path.GetFileName(donors), Product.Version, job.Seed,
            null, null,
        [
            new("Variant", options.Augment.Variant.Name()),
            new("Averaging", options.Augment.Averaging.Name()),
            new("Who chooses first", options.Augment.Order == MatchOrder.NearestFirst ? "the closest pair" : "rows in their order"),
            new("Nuisances", nuisance),
            new("Folds", (options.Effects.Nuisances.Folds ?? 5).ToString(CultureInfo.InvariantCulture)),
            new("Clipping", options.ClipAtDelta switch
                { true => "δ of n", false => Clipping(options), _ => Clipping(options) + "; pooled: δ of n" }),
        ]);
    }

    private static string Clipping(AugmentAnalysisOptions options) => string.Create(CultureInfo.InvariantCulture,
        $"[{options.Effects.Nuisances.Clipping.Lower:G4}, {options.Effects.Nuisances.Clipping.Upper:G4}]");
}
