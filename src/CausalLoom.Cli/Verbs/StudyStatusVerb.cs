using System.CommandLine;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Studies;

namespace CausalLoom.Cli.Verbs;

/// <summary>`causalloom study status`: how far a study is, and what failed.</summary>
public static class StudyStatusVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        Argument<string> folder = new("DIR") { Description = "The study's folder." };
        Option<string?> json = new("--json")
            { Description = "Writes the machine-readable result to FILE; - for standard output.", HelpName = "FILE" };
        Command command = new("status", "Shows which units of a study are done and left, and what failed.") { folder, json };
        command.SetAction((parsed, _) =>
        {
            OutputPath.Check([], ("--json", parsed.GetValue(json)));
            StudyStatus status = StudyStatus.Of(StudyFolder.Open(parsed.GetRequiredValue(folder), Installed.Catalogues));
            Results.Write(status.ToJson(), parsed.GetValue(json), surroundings);
            if (parsed.GetValue(json) != "-")
            {
                surroundings.Output.Write(status.Text());
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
