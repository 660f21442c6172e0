using System.Globalization;

namespace CausalLoom.Validation;

/// <summary>Means over seeds with 95 % intervals (mean ± t·sd/√seeds), one line a way, as Markdown.</summary>
internal static class ValidationTable
{
    private static readonly string[] Shown = ["precision", "recall", "jsd_pi", "jsd_normalized", "u_pehe", "floor", "floor_bootstrap",
        "ratio_to_bootstrap", "c2st_boosting", "noise_ratio", "treated_share"];

    // Two-sided 95 % quantiles of Student's t for 1, 2, … degrees of freedom.
    private static readonly double[] T = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];

    /// <summary>Sums up the lines of a study's CSV; a generator's difference to `generic` is paired by seed.</summary>
    public static string Of(IReadOnlyList<string> csv)
    {
        string[] head = csv[0].Split(',');
        List<string[]> rows = [.. csv.Skip(1).Select(Cells)];
        List<string> lines = ["| way | " + string.Join(" | ", Shown) + " |",
            "|---|" + string.Concat(Enumerable.Repeat("---|", Shown.Length))];
        foreach (IGrouping<string, string[]> way in rows.GroupBy(r => r[1]))
        {
            lines.Add($"| {way.Key} | "
                + $"{string.Join(" | ", Shown.Select(name => Summary([.. way.Select(r => r[Array.IndexOf(head, name)])])))} |");
        }

        lines.Add(string.Empty);
        lines.Add("Paired differences to generic (mean ± SE): " + string.Join("; ",
            new[] { "steam, no noise", "steam, residual noise" }.Select(way => Differences(rows, head, way))) + ".");
        return string.Join('\n', lines) + "\n";
    }

    private static string Differences(List<string[]> rows, string[] head, string way) =>
        way + ": " + string.Join(", ", new[] { "precision", "recall", "jsd_pi", "u_pehe" }.Select(name =>
    {
        int column = Array.IndexOf(head, name);
        Dictionary<string, double> generic = rows.Where(r => r[1] == "generic").ToDictionary(r => r[2], r => Number(r[column]));
        double[] gaps = [.. rows.Where(r => r[1] == way && generic.ContainsKey(r[2])).Select(r => Number(r[column]) - generic[r[2]])];
        return gaps.Length < 2 ? name : string.Create(CultureInfo.InvariantCulture,
            $"{name} {gaps.Average():+0.000;-0.000} ± {Sd(gaps) / Math.Sqrt(gaps.Length):0.000}");
    }));

    private static string Summary(string[] cells)
    {
        double[] values = [.. cells.Where(c => c.Length > 0).Select(Number)];
        return values.Length switch
        {
            0 => "–",
            1 => values[0].ToString("0.000", CultureInfo.InvariantCulture) + (cells.Length > 1 ? $" (1 of {cells.Length})" : string.Empty),
            _ => string.Create(CultureInfo.InvariantCulture,
                $"{values.Average():0.000} ± {T[Math.Min(values.Length - 2, T.Length - 1)] * Sd(values) / Math.Sqrt(values.Length):0.000}")
                + (values.Length < cells.Length ? $" ({values.Length} of {cells.Length})" : string.Empty),
        };
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double Sd(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }

    // The way is quoted and may hold a comma.
    private static string[] Cells(string line)
    {
        string[] quoted = line.Split('"');
        return [quoted[0].TrimEnd(','), quoted[1], .. quoted[2].TrimStart(',').Split(',')];
    }
}
