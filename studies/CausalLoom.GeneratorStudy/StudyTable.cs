using System.Globalization;

namespace CausalLoom.GeneratorStudy;

/// <summary>Means over seeds with standard errors in brackets, one table a data set, as Markdown.</summary>
internal static class StudyTable
{
    private static readonly (string Column, string Title, string Format)[] Shown =
    [
        ("precision", "P_α,X", ".000"), ("recall", "R_β,X", ".000"), ("c2st_boosting", "C2ST boosted", ".000"),
            ("correlation_similarity", "corr.", ".000"), ("dependence_kept", "dep. kept", ".00"),
        ("sd_ratio", "SD ratio", ".00"), ("lower_tail", "1 % tail", ".00"), ("upper_tail", "99 % tail", ".00"),
            ("membership_auc", "member. AUC", ".000"), ("verbatim", "verbatim", ".000"),
        ("fit_cpu_s", "fit s", "0.0"), ("bytes", "kB", "0"),
    ];

    // Figures whose standard error is worth its room.
    private static readonly string[] WithError = ["precision", "recall", "c2st_boosting", "membership_auc"];

    internal static string Of(IEnumerable<string> files)
    {
        List<string> lines = [];
        foreach (string file in files)
        {
            string[] csv = File.ReadAllLines(file), head = csv[0].Split(',');
            foreach (var mode in csv.Skip(1).Select(line => line.Split(',')).GroupBy(cells => (cells[0], cells[2])))
            {
                lines.Add($"**{mode.Key.Item1}**, fitted to {mode.Key.Item2} of the rows");
                lines.Add(string.Empty);
                lines.Add("| generator | " + string.Join(" | ", Shown.Select(s => s.Title)) + " |");
                lines.Add("|---|" + string.Concat(Enumerable.Repeat("---|", Shown.Length)));
                lines.AddRange(mode.GroupBy(cells => cells[1]).Select(way => $"| {way.Key} | " + string.Join(" | ", Shown.Select(s =>
                    Cell([.. way.Select(c => c[Array.IndexOf(head, s.Column)])], s.Column, s.Format))) + " |"));
                lines.Add(string.Empty);
            }
        }

        return string.Join('\n', lines);
    }

    private static string Cell(string[] texts, string column, string format)
    {
        double[] values = [.. texts.Where(t => t.Length > 0 && t != "NaN")
            .Select(t => double.Parse(t, CultureInfo.InvariantCulture) / (column == "bytes" ? 1024 : 1))];
        if (values.Length == 0)
        {
            return "–";
        }

        double mean = values.Average();
        string text = mean.ToString(format, CultureInfo.InvariantCulture);
        if (values.Length < 2 || !WithError.Contains(column))
        {
            return text;
        }

        double se = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1) / values.Length);
        return $"{text} ({se.ToString(format, CultureInfo.InvariantCulture)})";
    }
}
