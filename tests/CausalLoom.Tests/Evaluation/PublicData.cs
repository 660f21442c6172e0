using CausalLoom.Data;

namespace CausalLoom.Tests.Evaluation;

/// <summary>Public data sets for the tests that want them; such a test is skipped where the files are not there.</summary>
internal static class PublicData
{
    private static readonly string[] ActgNumbers = ["age", "wtkg", "cd40", "karnof", "cd80"];
    private static readonly string[] ActgLevels = ["gender", "homo", "race", "drugs", "symptom", "str2", "hemo"];

    /// <summary>The covariates of ACTG175 as the STEAM study has them, numbers standardised over all arms, for some arms.</summary>
    public static CausalData Actg(params string[] arms)
    {
        Table all = CsvTable.Read(PathOf("actg175.csv")).Table;
        Column[] columns = [.. ActgNumbers.Select(name => Standardised(all[name])), .. ActgLevels.Select(name => all[name])];
        int[] rows = [.. Enumerable.Range(0, all.Rows).Where(i => arms.Contains(all["arms"].TextAt(i)))];
        Table covariates = new Table(columns).Take(rows);
        int[] treated = Array.ConvertAll(rows, i => all["arms"].TextAt(i) == arms[1] ? 1 : 0);
        double[] change = Array.ConvertAll(rows, i => (all["cd420"].NumberAt(i) - all["cd40"].NumberAt(i)) / 122.3);
        return new CausalData(covariates, new TreatmentSpace("arm", arms), treated, new ContinuousColumn("change", change), change);
    }

    /// <summary>The covariates of IHDP.</summary>
    public static Table Ihdp() =>
        CsvTable.Read(PathOf("ihdp_npci_1.csv")).Table.Select(Enumerable.Range(1, 25).Select(j => $"x{j}"));

    private static ContinuousColumn Standardised(Column column)
    {
        double[] values = column.ToNumbers();
        double mean = values.Average(), sd = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        return new ContinuousColumn(column.Name, Array.ConvertAll(values, v => (v - mean) / sd));
    }

    private static string PathOf(string file)
    {
        string? given = Environment.GetEnvironmentVariable("CAUSALLOOM_DATA");
        if (given is not null && File.Exists(Path.Combine(given, file)))
        {
            return Path.Combine(given, file);
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "..", "shared", "data", file);
            if (File.Exists(Path.Combine(folder.FullName, "CausalLoom.slnx")) && File.Exists(candidate))
            {
                return candidate;
            }
        }

        Assert.Skip($"{file} is not here: set CAUSALLOOM_DATA to the folder that holds it.");
        return file;
    }
}
