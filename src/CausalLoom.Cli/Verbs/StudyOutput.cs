using System.CommandLine;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Data;
using CausalLoom.Io;
using CausalLoom.Report;
using CausalLoom.Studies;
using CausalLoom.Studies.Evaluations;

namespace CausalLoom.Cli.Verbs;

/// <summary>What `study run` and `study report` write and say alike.</summary>
internal static class StudyOutput
{
    /// <summary>The common flags but the seed, which a study's file has.</summary>
    public static RunOptions Options(Command command)
    {
        RunOptions run = new(command);
        command.Options.Remove(command.Options.First(option => option.Name == "--seed"));
        return run;
    }

    /// <summary>The flag for the table of evaluations.</summary>
    public static Option<string?> Table(Command command)
    {
        Option<string?> table = new("--table") { Description = "Writes the evaluations as markdown: figures, sources, and published "
            + "numbers where the study has them (docs/studies.md).", HelpName = "FILE.md" };
        command.Options.Add(table);
        return table;
    }

    /// <summary>Refuses a table where nothing is evaluated, before any work.</summary>
    /// <exception cref="CausalLoomException">The study has no evaluations.</exception>
    public static void CheckTable(Study study, string? table)
    {
        if (table is not null && study.Evaluations.Count == 0)
        {
            throw new CausalLoomException("--table sets out a study's `evaluations:`, and this study has none. Leave it out.");
        }
    }

    /// <summary>The JSON, the page and the table that were asked for, and tables on standard output.</summary>
    public static void Write(StudySummary summary, RunOptions run, ParseResult parsed, string? table, Surroundings surroundings)
    {
        Write(summary, run.Json(parsed), run.Report(parsed), run.Json(parsed) != "-", surroundings);
        if (table is not null)
        {
            AtomicFile.WriteText(table, StudyTable.Of(summary).Markdown());
        }
    }

    /// <summary>The same for paths; null ones are not written.</summary>
    public static void Write(StudySummary summary, string? json, string? page, bool shown, Surroundings surroundings)
    {
        Results.Write(summary.ToJson(), json, surroundings);
        if (page is not null)
        {
            Results.Write(
                StudyReport.Render(new StudyReportInput(ReportFacts.CommandLine(surroundings), Product.Version, summary)), page,
                    surroundings);
        }

        if (shown)
        {
            surroundings.Output.Write(StudySummaryText.Of(summary));
        }
    }
}
