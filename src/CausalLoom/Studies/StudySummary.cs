using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CausalLoom.Estimation.Average;
using CausalLoom.Io;
using CausalLoom.Studies.Evaluations;

namespace CausalLoom.Studies;

/// <summary>
/// What the finished units of a study say. A function of the units' files alone, so it does not matter who did them, when, or in how many
/// pieces.
/// </summary>
/// <param name="Study">The study.</param>
/// <param name="UnitsDone">How many units are done.</param>
/// <param name="Units">How many there are.</param>
/// <param name="Rows">A row a cell × method × target.</param>
public sealed record StudySummary(Study Study, int UnitsDone, int Units, IReadOnlyList<StudySummaryRow> Rows)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>A row a source × evaluation × figure.</summary>
    public IReadOnlyList<StudyFigureRow> Figures { get; init; } = [];

    /// <summary>What was read of the files of sources, and what was left out.</summary>
    public IReadOnlyList<StudyReading> Reading { get; init; } = [];

    /// <summary>Whether all units are done.</summary>
    public bool IsComplete => UnitsDone == Units;

    /// <summary>Reads the finished units.</summary>
    public static StudySummary Of(StudyFolder folder) => Of(folder, (_, _, _) => { });

    /// <summary>
    /// Reads the finished units, writes `results/CELL.csv`, `evaluations/SOURCE.csv` and `summary.json`, each whole or not at all.
    /// </summary>
    public static StudySummary Write(StudyFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        StudySummary summary = Of(folder, (unit, name, lines) =>
        {
            string into = unit.Cell is null ? folder.Evaluations : folder.Results;
            Directory.CreateDirectory(into);
            AtomicFile.WriteText(Path.Combine(into, name + ".csv"),
                StudyFolder.Text(unit.Cell is null ? StudyFitRow.Header : StudyRow.Header, lines));
        });
        AtomicFile.WriteText(folder.Summary, summary.ToJson().ToJsonString(Indented) + "\n");
        return summary;
    }

    /// <summary>`summary.json`.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = Head();
        if (Figures.Count > 0)
        {
            json["evaluations"] = new JsonArray([.. Figures.Select(row => (JsonNode)StudyFigureJson.Of(row))]);
        }

        if (Reading.Count > 0)
        {
            json["reading"] = new JsonArray([.. Reading.Select(one => one.Facts.DeepClone())]);
        }

        return json;
    }

    private JsonObject Head() => new()
    {
        ["version"] = Product.Version,
        ["name"] = Study.Name,
        ["aims"] = Study.Aims,
        ["seed"] = Study.Seed,
        ["replicates"] = Study.Replicates,
        ["units"] = new JsonObject { ["done"] = UnitsDone, ["all"] = Units },
        ["complete"] = IsComplete,
        ["results"] = new JsonArray([.. Rows.Select(row => (JsonNode)ToJson(row))]),
    };

    private static StudySummary Of(StudyFolder folder, Action<StudyUnit, string, List<string>> read)
    {
        ArgumentNullException.ThrowIfNull(folder);
        int done = 0;
        List<StudySummaryRow> rows = [];
        List<StudyFigureRow> figures = [];
        foreach (IGrouping<(bool IsCell, string Name),
            StudyUnit> part in folder.Plan.Units.GroupBy(u => (IsCell: u.Cell is not null, Name: u.Cell?.Name ?? u.Source)))
        {
            List<string> lines = [];
            foreach (string[] unit in part.Select(folder.Read).OfType<string[]>())
            {
                lines.AddRange(unit);
                done++;
            }

            read(part.First(), part.Key.Name, lines);
            if (part.First().Cell is { } cell)
            {
                rows.AddRange(Summarize(folder.Study, cell, lines));
            }
            else
            {
                figures.AddRange(Summarize(folder, part.Key.Name, part.Count(), lines));
            }
        }

        return new StudySummary(folder.Study, done, folder.Plan.Units.Count, rows)
        {
            Figures = figures,
            Reading = [.. folder.Study.Sources.Select(source => StudyReading.Read(folder, source.Name)).OfType<StudyReading>()],
        };
    }

    private static IEnumerable<StudyFigureRow> Summarize(StudyFolder folder, string source, int planned, List<string> lines)
    {
        ILookup<(string Evaluation, string Figure), StudyFitRow> groups = lines.Select(StudyFitRow.Parse)
            .ToLookup(r => (r.Evaluation, r.Figure));
        return folder.EvaluationsOf(source)
            .SelectMany(e => e.Figures.Select(f => new StudyFigureRow(source, e.Name, f, planned, [.. groups[(e.Name, f.Key)]])));
    }

    private static IEnumerable<StudySummaryRow> Summarize(Study study, StudyCell cell, List<string> lines)
    {
        ILookup<(string Method, string Estimand), StudyRow> groups = lines.Select(StudyRow.Parse).ToLookup(r => (r.Method, r.Estimand));
        return study.Methods.SelectMany(method => study.Targets.Select(target =>
        {
            StudyRow[] rows = [.. groups[(method.Name, target.Name)]];
            return Summarize(cell, method.Name, target.Name, rows, method == study.Methods[0] ? []
                : [.. groups[(study.Methods[0].Name, target.Name)]]);
        }));
    }

    private static StudySummaryRow Summarize(StudyCell cell, string method, string estimand, StudyRow[] all, StudyRow[] first)
    {
        StudyRow[] good = [.. all.Where(r => r.Estimate is not null)];
        StudyEstimate[] estimates = [.. good.Select(r => r.Estimate!.Value)];
        (string, int)[] failures = [.. all.Where(r => r.Estimate is null).GroupBy(r => r.Failure, StringComparer.Ordinal)
            .Select(g => (Text: g.Key, Count: g.Count())).OrderByDescending(f => f.Count).ThenBy(f => f.Text, StringComparer.Ordinal)];
        (double truth, double se, double sd) = Truth(good.Length == 0 ? all : good);
        double mean = estimates.Length == 0 ? double.NaN : Performance.Bias([.. estimates.Select(e => e.Estimate)], 0).Value;
        Dictionary<int, double> reference = first.Where(r => r.Estimate is not null).ToDictionary(r => r.Replicate, r =>
            r.Estimate!.Value.Estimate);
        double[] against = [.. good.Select(r => reference.GetValueOrDefault(r.Replicate, double.NaN))];
        IReadOnlyDictionary<string, Measured> measures = FitPerformance.Of(estimates, [.. good.Select(r => r.Truth)],
            [.. good.Select(r => r.Fit)], against);
        return new StudySummaryRow(cell, method, estimand, truth, se, all.Length, all.Length - estimates.Length, failures, mean, measures)
        {
            Fits = good.Select(r => r.Fit).OfType<int>().Distinct().Count(),
            TruthSd = sd,
            WithoutInterval = estimates.Count(e => !e.HasInterval),
            Warned = estimates.Count(e => e.Warned),
        };
    }

    // One truth for all, or one a fit: then their mean, the error of that mean as far as averaging makes it, and their spread.
    private static (double Value, double Se, double Sd) Truth(StudyRow[] rows)
    {
        StudyRow[] fits = [.. rows.DistinctBy(r => r.Fit)];
        if (fits.Length == 0 || fits.All(r => (r.Truth, r.TruthSe) == (fits[0].Truth, fits[0].TruthSe)))
        {
            return fits.Length == 0 ? (double.NaN, double.NaN, double.NaN)
                : (fits[0].Truth, fits[0].TruthSe, fits.Length > 1 ? 0 : double.NaN);
        }

        double[] truths = [.. fits.Select(r => r.Truth)];
        return (truths.Average(), Math.Sqrt(fits.Sum(r => r.TruthSe * r.TruthSe)) / fits.Length, Performance.EmpiricalSe(truths).Value);
    }

    private JsonObject ToJson(StudySummaryRow row)
    {
        JsonObject json = new()
        {
            ["cell"] = row.Cell.Name,
            ["source"] = row.Cell.Source,
            ["n"] = row.Cell.Rows,
            ["method"] = row.Method,
            ["estimand"] = row.Estimand,
            ["truth"] = Number(row.Truth),
            ["truth_se"] = Number(row.TruthSe),
            ["truth_sd"] = Number(row.TruthSd),
            ["fits"] = row.Fits,
            ["replicates"] = row.Replicates,
            ["failures"] = row.Failures,
            ["failure_texts"] = new JsonArray([.. row.FailureTexts.Select(f => new JsonObject { ["text"] = f.Text, ["count"] = f.Count })]),
            ["without_interval"] = row.WithoutInterval,
            ["warned"] = row.Warned,
            ["mean_estimate"] = Number(row.MeanEstimate),
        };
        JsonObject needed = [];
        foreach (string name in Study.Measures)
        {
            Measured measured = row.Measures[name];
            json[name] = Number(measured.Value);
            json[name + "_mcse"] = Number(measured.MonteCarloSe);
            if (Study.Precision.TryGetValue(name, out double wanted))
            {
                needed[name] = Performance.ReplicatesNeeded(name, measured, row.Estimates, wanted);
            }
        }

        json["power_is"] = row.Truth == 0 ? "type I error" : "power";
        json["replicates_needed"] = needed;
        if (Note(row) is { } note)
        {
            json["note"] = note;
        }

        return json;
    }

    private static string? Note(StudySummaryRow row) => row switch
    {
        { Replicates: 0 } => "No unit of this cell is done.",
        { Estimates: 0 } => "The method failed in all replicates.",
        { Estimates: 1 } => "One estimate has no spread.",
        _ when double.IsNaN(row.Truth) =>
            "The source has no known effect: bias, MSE, RMSE and coverage cannot be told. State it with `truth:`.",
        _ when row.Failures > 0 =>
            string.Create(CultureInfo.InvariantCulture, $"The measures leave out {row.Failures} replicates in which the method failed."),
        { WithoutInterval: > 0 } => string.Create(CultureInfo.InvariantCulture, $"Coverage leaves out {row.WithoutInterval} replicates "
            + $"whose rows carry no interval."),
        { Fits: 1 } => "Replicates come from one fit: what another fit would change is not in the Monte-Carlo standard errors.",
        _ => null,
    };

    private static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
