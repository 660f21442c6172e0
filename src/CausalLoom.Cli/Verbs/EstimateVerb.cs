using System.CommandLine;
using System.Globalization;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Io;
using CausalLoom.Report;

namespace CausalLoom.Cli.Verbs;

/// <summary>`causalloom estimate`: average effects with standard errors and intervals.</summary>
public static class EstimateVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        Argument<string> data = new("DATA.csv") { Description = "The data." };
        Command command = new("estimate", "Average effects with standard errors, intervals and what they rest on.") { data };
        RoleOptions roles = new(command);
        EstimationOptions estimation = new(command);
        RunOptions run = new(command);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(data);
            AverageEffectOptions options = estimation.Options(parsed);
            OutputPath.Check([path, .. Inputs.Optional(roles.Schema(parsed))], ("--json", run.Json(parsed)),
                ("--report", run.Report(parsed)));
            LoadedData loaded = Inputs.Load(path, roles, run, parsed, surroundings, cancellation);
            SideColumns columns = SideColumns.Of(loaded, estimation.Truth(parsed), estimation.Cluster(parsed), estimation.Weights(parsed));

            surroundings.Step = "estimating";
            ProgressLine progress = run.Progress(parsed, surroundings);
            AverageEffects effects = AverageEffects.Estimate(columns.Data, options, run.Context(parsed, progress, cancellation));
            progress.Done();
            double? truth = columns.Truth is null ? null
                : effects.Nuisances.Average(columns.Data, Population.Of(options.Estimand, new Contrast(1, 0)), columns.Truth);

            cancellation.ThrowIfCancellationRequested();
            surroundings.Step = "writing results";
            Results.Write(EstimatesJson.Of(effects, truth), run.Json(parsed), surroundings);
            if (run.Report(parsed) is { } report)
            {
                Results.Write(EffectReport.Render(new EffectReportInput("CausalLoom: average effects",
                    Facts(surroundings, path, run.Seed(parsed), estimation.Nuisance(parsed), options), columns.Data, effects, truth)),
                        report, surroundings);
            }

            if (run.Json(parsed) != "-")
            {
                surroundings.Output.Write(EstimatesJson.Text(effects, truth));
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static RunFacts Facts(Surroundings surroundings, string path, long seed, string nuisance, AverageEffectOptions options) =>
        new(ReportFacts.CommandLine(surroundings), Path.GetFileName(path), null, Product.Version, seed, null, null,
        [
            new("Estimand", options.Estimand.Name()),
            new("Nuisances", nuisance),
            new("Folds", options.Nuisances.Folds.ToString(CultureInfo.InvariantCulture)),
            new("Clipping", string.Create(CultureInfo.InvariantCulture,
                $"[{options.Nuisances.Clipping.Lower:G4}, {options.Nuisances.Clipping.Upper:G4}]")),
            new("Propensity", options.Nuisances.KnownPropensity is { } known
                ? string.Create(CultureInfo.InvariantCulture, $"known, {known}") : "learnt"),
        ]);
}
