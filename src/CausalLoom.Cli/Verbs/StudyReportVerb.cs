using System.Globalization;
using System.CommandLine;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Studies;

namespace CausalLoom.Cli.Verbs;

/// <summary>`causalloom study report`: results, summary and page of whatever units are done.</summary>
public static class StudyReportVerb
{
    /// <summary>The verb.</summary>
    public static Command Create(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        Argument<string> folder = new("DIR") { Description = "The study's folder." };
        Option<bool> complete = new("--complete")
            { Description = "Ends with exit code 1 where units are not done; what is done is written all the same." };
        Command command = new("report", "Writes results/*.csv and summary.json from the finished units, and shows them.")
            { folder, complete };
        RunOptions run = StudyOutput.Options(command);
        command.Options.Remove(command.Options.First(option => option.Name == "--threads"));
        Option<string?> table = StudyOutput.Table(command);
        command.SetAction((parsed, _) =>
        {
            StudyFolder study = StudyFolder.Open(parsed.GetRequiredValue(folder), Installed.Catalogues);
            OutputPath.Check([], ("--json", run.Json(parsed)), ("--report", run.Report(parsed)), ("--table", parsed.GetValue(table)));
            StudyOutput.CheckTable(study.Study, parsed.GetValue(table));
            surroundings.Step = "writing results";
            StudySummary summary = StudySummary.Write(study);
            StudyOutput.Write(summary, run, parsed, parsed.GetValue(table), surroundings);
            if (summary.IsComplete)
            {
                return Task.FromResult(ExitCode.Done);
            }

            surroundings.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"warning: {summary.Units - summary.UnitsDone} of "
                + $"{summary.Units} units are not done: these are results of a part of the study."));
            return Task.FromResult(parsed.GetValue(complete) ? ExitCode.Failed : ExitCode.Done);
        });
        return command;
    }
}
