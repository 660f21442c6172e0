using System.CommandLine;
using System.Globalization;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Estimation.Average;
using CausalLoom.Jobs;
using CausalLoom.Report;

namespace CausalLoom.Cli.Verbs;

/// <summary>`causalloom estimate`: average effects with standard errors and intervals.</summary>
public static class EstimateVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        Argument<string[]> data = new("DATA.csv") { Description = "The data; several files where they are the copies of one release.",
            Arity = ArgumentArity.OneOrMore };
        data.Validators.Add(result =>
        {
            // A flag that there is not would pass for a file.
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith("--", StringComparison.Ordinal)) is { } flag)
            {
                result.AddError($"Unrecognized command or argument '{flag.Value}'.");
            }
        });
        Command command = new("estimate", "Average effects with standard errors, intervals and what they rest on.") { data };
        RoleOptions roles = new(command);
        EstimationOptions estimation = new(command);
        RunOptions run = new(command);
        command.SetAction((parsed, cancellation) =>
        {
            string[] paths = parsed.GetRequiredValue(data);
            string path = paths[0];
            EstimateJob job = estimation.Job(parsed, roles.File(parsed, path)) with
                { Seed = run.Seed(parsed), Copies = [.. paths.Skip(1).Select(copy => roles.File(parsed, copy))] };
            OutputPath.Check([.. roles.Reads(parsed, paths), .. estimation.Release(parsed) is { } note ? [note] : Array.Empty<string>()],
                ("--json", run.Json(parsed)),
                ("--report", run.Report(parsed)));
            EstimateResult result = run.Do(parsed, surroundings, job.Run, cancellation);
            run.Deliver(parsed, surroundings, result, () => EffectReport.Render(new EffectReportInput("CausalLoom: average effects",
                Facts(surroundings, paths, job, estimation.Nuisance(parsed), result.Effects)
                    with { Read = result.Read }, result.Data, result.Effects,
                    result.Truth) { By = result.By }));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static RunFacts Facts(Surroundings surroundings, string[] paths, EstimateJob job, string nuisance,
        AverageEffects effects)
    {
        NuisanceOptions nuisances = job.Options.Nuisances;
        string name = Path.GetFileName(paths[0])
            + (paths.Length > 1 ? FormattableString.Invariant($" and the other {paths.Length - 1} copies; of the first") : string.Empty);
        return new(ReportFacts.CommandLine(surroundings), name, null, Product.Version, job.Seed, null, null,
        [
            new("Estimand", job.Options.Estimand.Name()),
            new("Nuisances", nuisance),
            new("Folds", effects.Nuisances.Folds.ToString(CultureInfo.InvariantCulture)),
            new("Divisions into folds", effects.Effects[0].Repeats.ToString(CultureInfo.InvariantCulture)),
            new("Clipping", string.Create(CultureInfo.InvariantCulture,
                $"[{nuisances.Clipping.Lower:G4}, {nuisances.Clipping.Upper:G4}]")),
            new("Propensity", nuisances.KnownPropensity is { } known
                ? string.Create(CultureInfo.InvariantCulture, $"known, {known}") : "learnt"),
        ]);
    }
}
