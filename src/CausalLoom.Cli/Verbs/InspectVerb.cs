using System.CommandLine;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Jobs;

namespace CausalLoom.Cli.Verbs;

/// <summary>`causalloom inspect`: types, roles, missing values, overlap at a glance.</summary>
public static class InspectVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        Argument<string> data = new("DATA.csv") { Description = "The data." };
        Option<string?> schemaOut = new("--schema-out")
            { Description = "Writes types and roles, to be edited and given as --schema.", HelpName = "FILE.yaml" };
        Option<bool> strict = new("--strict") { Description = "Exit code 1 where something warned of decides the answer." };
        Command command = new("inspect", "Types, roles, missing values and overlap at a glance.") { data, schemaOut, strict };
        RoleOptions roles = new(command);
        RunOptions run = new(command, withReport: false);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(data);
            string? schemaPath = parsed.GetValue(schemaOut);
            OutputPath.Check(roles.Reads(parsed, path), ("--schema-out", schemaPath), ("--json", run.Json(parsed)));
            InspectJob job = new() { Data = roles.File(parsed, path), Seed = run.Seed(parsed) };
            InspectResult result = run.Do(parsed, surroundings, job.Run, cancellation);
            run.Deliver(parsed, surroundings, result);
            if (!result.HasRoles && run.Json(parsed) != "-")
            {
                surroundings.Output.Write("Name the treatment and the outcome (-t, -y) to see arms and overlap.\n");
            }

            Results.Write(result.Schema.ToYaml(), schemaPath, surroundings);
            return Task.FromResult(parsed.GetValue(strict) && result.Decisive ? ExitCode.Failed : ExitCode.Done);
        });
        return command;
    }
}
