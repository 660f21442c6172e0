using System.Globalization;
using System.Text;

namespace CausalLoom.SandboxStudy;

/// <summary>Results as markdown: a block a figure, the paper's columns and ours under each scenario.</summary>
internal static class ScenarioTable
{
    private static readonly string[] Scenarios = ["s1", "s2", "s3", "s4", "s5"];
    private static readonly (string Label, string Key)[] Verified =
    [
        ("verified, share of runs", "verify_passed"), ("τ slope", "verify_tau_slope"), ("τ r", "verify_tau_r"), ("κ₀ skill", "verify_kappa0_skill"), ("κ₁ skill", "verify_kappa1_skill"),
        ("boosted C2ST, covariates", "verify_c2st_covariates"), ("boosted C2ST, all columns", "verify_c2st_all"), ("the same of real rows under the request", "verify_c2st_implied"),
        ("CPU s: fit", "cpu_fit"), ("CPU s: verify", "cpu_verify"), ("CPU s: evaluate", "cpu_evaluate"),
    ];

    /// <summary>The table of result lines without their heads: means over training seeds, their standard deviations in brackets.</summary>
    public static string Of(IEnumerable<string> lines)
    {
        string[][] cells = [.. lines.Where(l => l.Length > 0).Select(l => l.Split(','))];
        string[] data = [.. cells.Select(c => c[0]).Distinct()];
        ILookup<(string Data, string Scenario, string Key), double> values = cells.Where(c => c[5].Length > 0)
            .ToLookup(c => (c[0], c[1], c[3]), c => double.Parse(c[5], CultureInfo.InvariantCulture));
        StringBuilder text = new("| figure | of | S1 | S2 | S3 | S4 | S5 |\n|---|---|---|---|---|---|---|\n");
        foreach ((string label, string coded, string? sound, string bgmm, string gaussian) in PaperNumbers.Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {label} | paper, BGMM \\| Gaussian | {string.Join(" | ", bgmm.Split(' ').Zip(gaussian.Split(' '), (b, g) => b == "-" ? "n/a" : $"{b} \\| {g}"))} |\n");
            foreach (string name in data)
            {
                Row(text, sound is null ? name : name + ", as coded", name, coded, values);
                Row(text, name + ", sound", name, sound, values);
            }
        }

        foreach ((string label, string key) in Verified)
        {
            foreach (string name in data)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {label} ");
                Row(text, name, name, key, values, first: false);
            }
        }

        return text.ToString();
    }

    private static void Row(StringBuilder text, string of, string data, string? key, ILookup<(string Data, string Scenario, string Key), double> values, bool first = true)
    {
        if (key is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(first ? "| " : string.Empty)}| {of} | {string.Join(" | ", Scenarios.Select(s => Cell([.. values[(data, s, key)]])))} |\n");
        }
    }

    private static string Cell(double[] v)
    {
        if (v.Length == 0)
        {
            return "n/a";
        }

        double mean = v.Average(), sd = v.Length < 2 ? double.NaN : Math.Sqrt(v.Sum(x => (x - mean) * (x - mean)) / (v.Length - 1));
        return double.IsNaN(sd) ? Text(mean) : $"{Text(mean)} ({Text(sd)})";
    }

    private static string Text(double v) => Math.Abs(v) < 5e-7 ? "0" : Math.Abs(v) >= 10 ? v.ToString("0.0", CultureInfo.InvariantCulture)
        : Math.Abs(v) < 0.01 ? v.ToString(".0000", CultureInfo.InvariantCulture) : v.ToString("#.000", CultureInfo.InvariantCulture);
}
