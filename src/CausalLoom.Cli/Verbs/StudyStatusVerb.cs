using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CausalLoom.Cli.CommandLine;
using CausalLoom.Studies;
using CausalLoom.Studies.Evaluations;

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
            StudyFolder study = StudyFolder.Open(parsed.GetRequiredValue(folder));
            StudySummary summary = StudySummary.Of(study);
            Results.Write(Json(study, summary), parsed.GetValue(json), surroundings);
            if (parsed.GetValue(json) != "-")
            {
                surroundings.Output.Write(Text(study, summary));
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static JsonObject Json(StudyFolder study, StudySummary summary)
    {
        JsonObject json = Head(study, summary);
        if (study.Plan.Evaluated.Count > 0)
        {
            json["evaluated"] = new JsonArray([.. study.Plan.Evaluated.Select(source => new JsonObject
            {
                ["source"] = source.Name,
                ["fits_done"] = Fits(summary, source).Done,
                ["fits"] = source.Fitting!.Fits,
                ["failures"] = Failed(summary, source).Sum(e => e.Row.Failures),
            })]);
        }

        return json;
    }

    private static JsonObject Head(StudyFolder study, StudySummary summary) => new()
    {
        ["version"] = Product.Version,
        ["name"] = study.Study.Name,
        ["units"] = new JsonObject { ["done"] = summary.UnitsDone, ["left"] = summary.Units - summary.UnitsDone, ["all"] = summary.Units },
        ["cells"] = new JsonArray([.. study.Plan.Cells.Select(cell => new JsonObject
        {
            ["cell"] = cell.Name,
            ["replicates_done"] = Done(summary, cell),
            ["replicates"] = study.Study.Replicates,
            ["failures"] = summary.Rows.Where(r => r.Cell == cell).Sum(r => r.Failures),
        })]),
    };

    private static string Text(StudyFolder study, StudySummary summary)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture,
            $"{study.Study.Name}: {summary.UnitsDone} of {summary.Units} units done, {summary.Units - summary.UnitsDone} left\n");
        foreach (StudyCell cell in study.Plan.Cells)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {cell.Name}: {Done(summary, cell)} of {study.Study.Replicates} replicates\n");
            foreach (StudySummaryRow row in summary.Rows.Where(r => r.Cell == cell && r.Failures > 0))
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"    {row.Method}, {row.Estimand}: {row.Failures} failures: {Texts(row.FailureTexts)}\n");
            }
        }

        foreach (StudySourceSpec source in study.Plan.Evaluated)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"  {source.Name}: {Fits(summary, source).Done} of {source.Fitting!.Fits} fits evaluated\n");
            foreach ((string evaluation, StudyFigureRow row) in Failed(summary, source))
            {
                text.Append(CultureInfo.InvariantCulture, $"    {evaluation}: {row.Failures} failures: {Texts(row.FailureTexts)}\n");
            }
        }

        return text.ToString();
    }

    private static StudyFigureRow Fits(StudySummary summary, StudySourceSpec source) => summary.Figures.First(f => f.Source == source.Name);

    // A failure is that of all figures of an evaluation: one stands for them.
    private static IEnumerable<(string Evaluation, StudyFigureRow Row)> Failed(StudySummary summary, StudySourceSpec source) =>
        summary.Figures.Where(f => f.Source == source.Name).DistinctBy(f => f.Evaluation).Where(f => f.Failures > 0)
            .Select(f => (f.Evaluation, f));

    private static string Texts(IReadOnlyList<(string Text, int Count)> texts) =>
        string.Join("; ", texts.Take(3).Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Text} ({f.Count} times)")));

    private static int Done(StudySummary summary, StudyCell cell) => summary.Rows.First(r => r.Cell == cell).Replicates;
}
