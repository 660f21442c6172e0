using System.Globalization;
using System.Text.Json.Nodes;

namespace CausalLoom.Cli.Tests;

/// <summary>What is left out, dropped or odd stands in every result, and rows and roles are said on the command line.</summary>
public sealed class NothingHiddenTests : IDisposable
{
    private readonly CliRun _cli = new();

    public void Dispose() => _cli.Dispose();

    private static string Person(int i) => (1001 + (i / 5)).ToString(CultureInfo.InvariantCulture);

    [Fact]
    public void AnIdentifierThatIsLeftOutStandsInEveryResult()
    {
        string data = _cli.Write("d.csv", SmallData.Csv(200, extra: ("patient_id", Person)));
        string[] roles = ["-t", "w", "-y", "y"];
        Assert.Equal(0, _cli.Run(["estimate", data, .. roles, "--nuisance", "linear", "--json", "-", "--report", _cli.File("e.html")]));
        foreach (JsonNode? e in JsonNode.Parse(_cli.Output)!.AsArray())
        {
            AssertLeftOut(e!["columns_left_out"]!, e["warnings"]!);
            Assert.Equal(("1", "0", "1 minus 0"), ((string)e["level"]!, (string)e["reference"]!, (string)e["direction"]!));
        }

        Assert.Contains("patient_id (an identifier", File.ReadAllText(_cli.File("e.html")), StringComparison.Ordinal);
        Assert.Equal(0, _cli.Run(["inspect", data, .. roles, "--json", "-"]));
        AssertLeftOut(JsonNode.Parse(_cli.Output)!["columns_left_out"]!, JsonNode.Parse(_cli.Output)!["warnings"]!);
        Assert.Equal(0, _cli.Run(["synthesize", data, .. roles, "--generator", "bootstrap", "-o", _cli.File("s.csv"), "--json", "-"]));
        JsonNode read = JsonNode.Parse(_cli.Output)!["data"]!;
        AssertLeftOut(read["columns_left_out"]!, read["warnings"]!);
        Assert.Equal(0, _cli.Run(["evaluate", data, _cli.File("s.csv"), .. roles, "--json", "-"]));
        read = JsonNode.Parse(_cli.Output)!["data"]!;
        AssertLeftOut(read["columns_left_out"]!, read["warnings"]!);
        Assert.Equal(2, _cli.Run(["estimate", data, .. roles, "--covariates", "patient_id"]));
        Assert.Contains("column 'patient_id' cannot be a covariate", _cli.Error, StringComparison.Ordinal);
        Assert.Contains("--cluster patient_id", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AStudySaysWhatWasLeftOutAndRefusesSizesThatAreNotThere()
    {
        _cli.Write("d.csv", SmallData.Csv(200, extra: ("patient_id", Person)));
        const string Study = "name: s\nreplicates: 2\nn: [{0}]\nsources:\n  - {{ name: boot, bootstrap: d.csv, treatment: w, outcome: y, "
            + "truth: 1, replace: false }}\nmethods:\n  - {{ name: a, estimator: aipw, nuisance: linear }}\n";
        string good = _cli.Write("good.yaml", string.Format(CultureInfo.InvariantCulture, Study, 150));
        Assert.Equal(0, _cli.Run("study", "run", good, "--out", _cli.File("out")));
        Assert.Contains("source 'boot': An identifier by its name", _cli.Error, StringComparison.Ordinal);
        JsonNode read = JsonNode.Parse(File.ReadAllText(Path.Combine(_cli.File("out"), "reading", "boot.json")))!;
        Assert.Equal("patient_id", (string)Assert.Single(read["columns_left_out"]!.AsArray())!["column"]!);
        Assert.Contains("cluster: patient_id", (string)read["warnings"]!.AsArray().Single()!, StringComparison.Ordinal);
        JsonNode summary = JsonNode.Parse(File.ReadAllText(Path.Combine(_cli.File("out"), "summary.json")))!;
        Assert.Equal(read.ToJsonString(), summary["reading"]![0]!.ToJsonString());
        Assert.Equal(0, _cli.Run("study", "report", _cli.File("out"), "--report", _cli.File("page.html")));
        Assert.Contains("Left out of boot", File.ReadAllText(_cli.File("page.html")), StringComparison.Ordinal);
        string bad = _cli.Write("bad.yaml", string.Format(CultureInfo.InvariantCulture, Study, 1000));
        Assert.Equal(2, _cli.Run("study", "run", bad, "--out", _cli.File("other")));
        Assert.Contains("bad.yaml, line 3, column", _cli.Error, StringComparison.Ordinal);
        Assert.Contains("n = 1000 is more than the 200 rows of source 'boot'", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void RowsAreChosenByAConditionAndCounted()
    {
        string data = _cli.Write("d.csv", SmallData.Csv(300, extra: ("age", i => i % 50 == 7 ? ""
            : (20 + (i % 60)).ToString(CultureInfo.InvariantCulture))));
        Assert.Equal(0, _cli.Run("estimate", data, "-t", "w", "-y", "y", "--drop", "age", "--where", "age >= 40", "--nuisance", "linear",
            "--estimators", "aipw", "--json", "-"));
        JsonNode e = JsonNode.Parse(_cli.Output)![0]!;
        int kept = Enumerable.Range(0, 300).Count(i => i % 50 != 7 && 20 + (i % 60) >= 40);
        Assert.Equal(kept, (int)e["n"]!);
        Assert.Equal(["not age >= 40", "cannot tell age >= 40, because a value is missing"], e["rows_dropped"]!.AsArray().Select(d =>
            (string)d!["reason"]!));
        Assert.Equal(300 - kept, e["rows_dropped"]!.AsArray().Sum(d => (int)d!["rows"]!));
        Assert.Equal(2, _cli.Run("estimate", data, "-t", "w", "-y", "y", "--where", "agee > 3"));
        Assert.Contains("agee", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Run("estimate", data, "-t", "w", "-y", "y", "--where", "age > 300"));
        Assert.Contains("0 of 300 rows pass --where 'age > 300'", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingOutcomesAreRefusedDroppedOrWeightedFor()
    {
        string[] lines = SmallData.Csv(400).Split('\n');
        int y = Array.IndexOf(lines[0].Split(','), "y");
        string[] gone = [.. lines.Select((line, i) =>
        {
            string[] cells = line.Split(',');
            if (i > 0 && i % 6 == 0 && cells.Length > y)
            {
                cells[y] = string.Empty;
            }

            return string.Join(',', cells);
        })];
        string data = _cli.Write("d.csv", string.Join('\n', gone));
        string[] common = ["estimate", data, "-t", "w", "-y", "y", "--nuisance", "linear", "--estimators", "aipw", "--json", "-"];
        Assert.Equal(2, _cli.Run(common));
        Assert.Contains("--missing-outcome drop", _cli.Error, StringComparison.Ordinal);
        Assert.Contains("--missing-outcome weight", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(0, _cli.Run([.. common, "--missing-outcome", "drop"]));
        JsonNode dropped = JsonNode.Parse(_cli.Output)![0]!;
        Assert.Equal(0, _cli.Run([.. common, "--missing-outcome", "weight"]));
        JsonNode weighted = JsonNode.Parse(_cli.Output)![0]!;
        Assert.Equal(334, (int)dropped["n"]!);
        Assert.Equal(334, (int)weighted["n"]!);
        Assert.NotEqual((double)dropped["estimate"]!, (double)weighted["estimate"]!);
        Assert.Equal((double)dropped["estimate"]!, (double)weighted["estimate"]!, 0.5 * (double)dropped["se"]!);
        Assert.Contains(weighted["warnings"]!.AsArray(), w => ((string)w!).Contains("probability of being observed",
            StringComparison.Ordinal));
        Assert.Equal(2, _cli.Run("synthesize", data, "-t", "w", "-y", "y", "--missing-outcome", "weight", "-o", _cli.File("s.csv")));
        Assert.Contains("--missing-outcome weight", _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void CovariatesDoNotHideClustersAndWeights()
    {
        string data = _cli.Write("d.csv", SmallData.Csv(240, extra: ("clinic", i => (i / 8).ToString(CultureInfo.InvariantCulture))));
        string first = File.ReadLines(data).First().Split(',').First(name => name is not ("w" or "y" or "clinic"));
        string[] common = ["estimate", data, "-t", "w", "-y", "y", "--covariates", first, "--nuisance", "linear", "--estimators", "aipw",
            "--json", "-"];
        Assert.Equal(0, _cli.Run(common));
        double plain = (double)JsonNode.Parse(_cli.Output)![0]!["se"]!;
        Assert.Equal(0, _cli.Run([.. common, "--cluster", "clinic"]));
        Assert.NotEqual(plain, (double)JsonNode.Parse(_cli.Output)![0]!["se"]!);
    }

    [Fact]
    public void AnOutcomeMadeOfCovariatesIsRefusedAndInspectIsStrict()
    {
        string[] lines = SmallData.Csv(120).TrimEnd('\n').Split('\n');
        string[] header = lines[0].Split(',');
        int y = Array.IndexOf(header, "y");
        IEnumerable<string> more = lines.Skip(1).Select((line, i) =>
        {
            double before = 10 + (i * 7.31 % 13), change = double.Parse(line.Split(',')[y], CultureInfo.InvariantCulture);
            return string.Create(CultureInfo.InvariantCulture, $"{line},{before:F3},{before + change:F3}");
        });
        string data = _cli.Write("d.csv", lines[0] + ",week0,week12\n" + string.Join('\n', more) + "\n");
        Assert.Equal(2, _cli.Run("estimate", data, "-t", "w", "-y", "y"));
        Assert.Contains("The outcome 'y' is 'week12' − 'week0' in every row", _cli.Error, StringComparison.Ordinal);
        Assert.Contains("--drop week12", _cli.Error, StringComparison.Ordinal);
        Assert.Equal(1, _cli.Run("inspect", data, "-t", "w", "-y", "y", "--strict", "--json", "-"));
        Assert.Contains(JsonNode.Parse(_cli.Output)!["structure"]!.AsArray(), f => (string)f!["kind"]! == "outcome_follows"
            && (bool)f["forbids"]!);
        Assert.Equal(0, _cli.Run("inspect", data, "-t", "w", "-y", "y"));
        Assert.Equal(0, _cli.Run("inspect", _cli.Write("clean.csv", SmallData.Csv(120)), "-t", "w", "-y", "y", "--strict"));
        string schema = _cli.Write("s.yaml", "columns:\n  - {name: week12, timing: post}\n");
        Assert.Equal(0, _cli.Run("estimate", data, "-t", "w", "-y", "y", "--schema", schema, "--nuisance", "linear", "--json", "-"));
        Assert.Contains(JsonNode.Parse(_cli.Output)![0]!["columns_left_out"]!.AsArray(),
            c => (string)c!["column"]! == "week12" && ((string)c["reason"]!).Contains("after treatment", StringComparison.Ordinal));
    }

    private static void AssertLeftOut(JsonNode left, JsonNode warnings)
    {
        JsonNode column = Assert.Single(left.AsArray(), c => (string)c!["column"]! == "patient_id")!;
        Assert.Contains("identifier", (string)column["reason"]!, StringComparison.Ordinal);
        Assert.Contains(warnings.AsArray(), w => ((string)w!).Contains("--cluster patient_id", StringComparison.Ordinal));
    }
}
