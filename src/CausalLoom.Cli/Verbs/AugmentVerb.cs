using System.CommandLine;
using System.Globalization;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Data;
using CausalLoom.Io;
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
            string path = parsed.GetRequiredValue(data), donorPath = augmentation.Donors(parsed), outPath = parsed.GetRequiredValue(output);
            AugmentAnalysisOptions options = augmentation.Options(parsed);
            DonorOrigin origin = augmentation.Origin(parsed);
            OutputPath.Check([path, donorPath, .. Inputs.Optional(roles.Schema(parsed))], ("--output", outPath),
                ("--json", run.Json(parsed)), ("--report", run.Report(parsed)));
            LoadedData loaded = Inputs.Load(path, roles, run, parsed, surroundings, cancellation);
            AugmentedTable.CheckNames(loaded.ModelledTable);
            SideColumns columns = SideColumns.Of(loaded, augmentation.Truth(parsed), null, null);
            if (columns.Data.Clusters is not null || columns.Data.Weights is not null)
            {
                throw new CausalLoomException("augment knows neither clusters nor sampling weights: take these roles out of the "
                    + "schema, or use `estimate`.");
            }

            LoadedData donors = Inputs.LoadLike(donorPath, WithoutTruth(loaded, columns, augmentation.Truth(parsed)), roles, run, parsed,
                surroundings, cancellation);

            surroundings.Step = "augmenting";
            DonorPool pool = DonorPool.Of(columns.Data, donors.Data, origin, augmentation.AllowSelf(parsed));
            ProgressLine progress = run.Progress(parsed, surroundings);
            AugmentAnalysis analysis = AugmentAnalysis.Run(columns.Data, pool, options, run.Context(parsed, progress, cancellation));
            progress.Done();
            double? truth = columns.Truth?.Average();

            cancellation.ThrowIfCancellationRequested();
            surroundings.Step = "writing results";
            CsvTableWriter.Write(
                outPath, AugmentedTable.Of(analysis, Inputs.ColumnNames(loaded).Where(name => name != augmentation.Truth(parsed))));
            Results.Write(AugmentJson.Of(analysis, run.Seed(parsed), truth), run.Json(parsed), surroundings);
            if (run.Report(parsed) is { } report)
            {
                Results.Write(AugmentReport.Render(new AugmentReportInput("CausalLoom: overlap augmentation",
                    Facts(surroundings, path, donorPath, run.Seed(parsed), augmentation.Nuisance(parsed), options), analysis, truth)),
                        report, surroundings);
            }

            if (run.Json(parsed) != "-")
            {
                surroundings.Output.Write(AugmentJson.Text(analysis, truth));
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static RunFacts Facts(Surroundings surroundings, string path, string donors, long seed, string nuisance,
        AugmentAnalysisOptions options) =>
        new(ReportFacts.CommandLine(surroundings), Path.GetFileName(path), Path.GetFileName(donors), Product.Version, seed, null, null,
        [
            new("Variant", options.Augment.Variant.Name()),
            new("Averaging", options.Augment.Averaging.Name()),
            new("Who chooses first", options.Augment.Order == MatchOrder.NearestFirst ? "the closest pair" : "rows in their order"),
            new("Nuisances", nuisance),
            new("Folds", options.Effects.Nuisances.Folds.ToString(CultureInfo.InvariantCulture)),
            new("Clipping", options.ClipAtDelta switch
                { true => "δ of n", false => Clipping(options), _ => Clipping(options) + "; pooled: δ of n" }),
        ]);

    private static string Clipping(AugmentAnalysisOptions options) => string.Create(CultureInfo.InvariantCulture,
        $"[{options.Effects.Nuisances.Clipping.Lower:G4}, {options.Effects.Nuisances.Clipping.Upper:G4}]");

    // Donors need not have a column of true effects.
    private static LoadedData WithoutTruth(LoadedData loaded, SideColumns columns, string? truth) => loaded with
    {
        Data = columns.Data,
        Schema = truth is null ? loaded.Schema : loaded.Schema.With(loaded.Schema.Find(truth)! with { Role = ColumnRole.Ignored }),
    };
}
