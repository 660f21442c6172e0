using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CausalLoom.Studies.Evaluations;

namespace CausalLoom.Studies;

/// <summary>How far a study is, and what failed.</summary>
/// <param name="Folder">The study's folder.</param>
/// <param name="Summary">What its finished units say.</param>
public sealed record StudyStatus(StudyFolder Folder, StudySummary Summary)
{
    /// <summary>The status of a study, from its finished units.</summary>
    public static StudyStatus Of(StudyFolder folder) => new(folder, StudySummary.Of(folder));

    /// <summary>As a document.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = Head();
        if (Folder.Plan.Evaluated.Count > 0)
        {
            json["evaluated"] = new JsonArray([.. Folder.Plan.Evaluated.Select(source => new JsonObject
            {
                ["source"] = source.Name,
                ["fits_done"] = Fits(source).Done,
                ["fits"] = source.Fitting!.Fits,
                ["failures"] = Failed(source).Sum(e => e.Row.Failures),
            })]);
        }

        return json;
    }

    /// <summary>As text for a person.</summary>
    public string Text()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture,
            $"{Folder.Study.Name}: {Summary.UnitsDone} of {Summary.Units} units done, {Summary.Units - Summary.UnitsDone} left\n");
        foreach (StudyCell cell in Folder.Plan.Cells)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {cell.Name}: {Done(cell)} of {Folder.Study.Replicates} replicates\n");
            foreach (StudySummaryRow row in Summary.Rows.Where(r => r.Cell == cell && r.Failures > 0))
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"    {row.Method}, {row.Estimand}: {row.Failures} failures: {Texts(row.FailureTexts)}\n");
            }
        }

        foreach (StudySourceSpec source in Folder.Plan.Evaluated)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {source.Name}: {Fits(source).Done} of {source.Fitting!.Fits} fits evaluated\n");
            foreach ((string evaluation, StudyFigureRow row) in Failed(source))
            {
                text.Append(CultureInfo.InvariantCulture, $"    {evaluation}: {row.Failures} failures: {Texts(row.FailureTexts)}\n");
            }
        }

        return text.ToString();
    }

    private JsonObject Head() => new()
    {
        ["version"] = Product.Version,
        ["name"] = Folder.Study.Name,
        ["units"] = new JsonObject { ["done"] = Summary.UnitsDone, ["left"] = Summary.Units - Summary.UnitsDone, ["all"] = Summary.Units },
        ["cells"] = new JsonArray([.. Folder.Plan.Cells.Select(cell => new JsonObject
        {
            ["cell"] = cell.Name,
            ["replicates_done"] = Done(cell),
            ["replicates"] = Folder.Study.Replicates,
            ["failures"] = Summary.Rows.Where(r => r.Cell == cell).Sum(r => r.Failures),
        })]),
    };

    private StudyFigureRow Fits(StudySourceSpec source) => Summary.Figures.First(f => f.Source == source.Name);

    // A failure is that of all figures of an evaluation: one stands for them.
    private IEnumerable<(string Evaluation, StudyFigureRow Row)> Failed(StudySourceSpec source) =>
        Summary.Figures.Where(f => f.Source == source.Name).DistinctBy(f => f.Evaluation).Where(f => f.Failures > 0)
            .Select(f => (f.Evaluation, f));

    private static string Texts(IReadOnlyList<(string Text, int Count)> texts) =>
        string.Join("; ", texts.Take(3).Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Text} ({f.Count} times)")));

    private int Done(StudyCell cell) => Summary.Rows.First(r => r.Cell == cell).Replicates;
}
