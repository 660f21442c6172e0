using System.Globalization;

namespace CausalLoom.HybridStudy;

/// <summary>
/// Means over seeds by data, generator and quantile, as Markdown; what the filter changes is paired with the unfiltered rows of a seed.
/// </summary>
internal static class FilterTable
{
    /// <summary>The table of a file that <see cref="FilterStudy"/> wrote.</summary>
    public static string Of(IEnumerable<string> csv)
    {
        string[] lines = [.. csv], head = lines[0].Split(',');
        List<string[]> rows = [.. lines.Skip(1).Select(l => l.Split(','))];
        List<string> table = ["| data | generator | quantile | dropped | covariate term, in SE | Ψ_sim less unfiltered, "
            + "in SE | AIPW less Ψ_sim, in SE | precision | recall | closer than the holdout's 5 % | membership AUC |",
            "|---|---|---|---|---|---|---|---|---|---|---|"];
        foreach (var cell in rows.GroupBy(r => (Data: r[0], Generator: r[1], Quantile: r[3])))
        {
            Dictionary<string, double> plain = rows.Where(r => r[0] == cell.Key.Data && r[1] == cell.Key.Generator && r[3].Length == 0)
                .ToDictionary(r => r[2], r => Number(r, "psi"));
            string[][] whole = [.. cell.Where(r => r[Column("psi")].Length > 0)];
            table.Add(string.Join(" | ", $"| {cell.Key.Data}", cell.Key.Generator, cell.Key.Quantile.Length == 0 ? "none"
                : cell.Key.Quantile, Means(cell, r => Number(r, "dropped")),
                Means(whole, r => Number(r, "covariate_term") / Number(r, "target_se")),
                Means(whole, r => (Number(r, "psi") - plain[r[2]]) / Number(r, "target_se")),
                Means(whole, r => (Number(r, "aipw") - Number(r, "psi")) / Number(r, "aipw_se"), "0.00"),
                Means(whole, r => Number(r, "precision")), Means(whole, r => Number(r, "recall")),
                    Means(whole, r => Number(r, "close_share")), Means(whole, r => Number(r, "membership_auc")) + " |"));
        }

        return string.Join('\n', table) + "\n";

        int Column(string name) => Array.IndexOf(head, name);
        double Number(string[] row, string name) => double.Parse(row[Column(name)], CultureInfo.InvariantCulture);
        static string Means(IEnumerable<string[]> of, Func<string[], double> value, string format = "0.000") =>
            Spread.Mean(of.Select(value), format);
    }
}
