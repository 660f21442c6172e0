using System.Globalization;

namespace CausalLoom.HybridStudy;

/// <summary>
/// Bias and RMSE of Ψ over seeds, and differences to `hybrid` (with the same generator, or any) on the same seeds, as Markdown.
/// </summary>
internal static class EffectTable
{
    private const string Hybrid = "hybrid";

    /// <summary>The table of a file that <see cref="EffectStudy"/> wrote.</summary>
    public static string Of(IEnumerable<string> csv)
    {
        List<Row> rows = [.. csv.Skip(1).Select(Row.Parse)];
        List<string> lines = ["| process | d | n | way | generator | seeds | bias | RMSE | bias less hybrid's | squared error less "
            + "hybrid's, ×1000 |", "|---|---|---|---|---|---|---|---|---|---|"];
        foreach (var cell in rows.GroupBy(r => (r.Process, r.D, r.N)).OrderBy(g => g.Key))
        {
            Dictionary<int, double> hybrid = cell.Where(r => r.Way == Hybrid).GroupBy(r => r.Seed).ToDictionary(g => g.Key, g =>
                g.First().Error);
            foreach (var way in cell.GroupBy(r => (r.Way, r.Generator)).OrderBy(g => g.Key))
            {
                Row[] paired = [.. way.Where(r => hybrid.ContainsKey(r.Seed) && r.Way != Hybrid)];
                lines.Add(string.Join(" | ", $"| {cell.Key.Process}", cell.Key.D, cell.Key.N, way.Key.Way, way.Key.Generator, way.Count(),
                    Spread.Mean(way.Select(r => r.Error)), Spread.Rms(way.Select(r => r.Error)),
                    Spread.Mean(paired.Select(r => r.Error - hybrid[r.Seed])),
                        Spread.Mean(paired.Select(r => 1000 * ((r.Error * r.Error) - (hybrid[r.Seed] * hybrid[r.Seed]))), "0.00") + " |"));
            }
        }

        return string.Join('\n', lines) + "\n";
    }

    private sealed record Row(string Process, int D, int N, string Generator, string Way, int Seed, double Error)
    {
        public static Row Parse(string line)
        {
            string[] c = line.Split(',');
            return new Row(c[0], Whole(c[1]), Whole(c[2]), c[3], c[4], Whole(c[5]),
                double.Parse(c[7], CultureInfo.InvariantCulture) - double.Parse(c[6], CultureInfo.InvariantCulture));
        }

        private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }
}
