using System.Globalization;

namespace CausalLoom.PenaltyStudy;

/// <summary>Means over seeds with standard errors in brackets, as Markdown.</summary>
internal static class ToyTable
{
    internal static string Of(string file)
    {
        string[] csv = File.ReadAllLines(file), head = csv[0].Split(',');
        string[] columns = head[2..];
        List<string> lines = ["| way | " + string.Join(" | ", columns) + " |",
            "|---|" + string.Concat(Enumerable.Repeat("---|", columns.Length))];
        lines.AddRange(csv.Skip(1).Select(line => line.Split(',')).GroupBy(cells => cells[0]).Select(way =>
            $"| {way.Key} | " + string.Join(" | ", columns.Select((_, k) =>
                Cell([.. way.Select(c => double.Parse(c[k + 2], CultureInfo.InvariantCulture))]))) + " |"));
        return string.Join('\n', lines) + "\n";
    }

    private static string Cell(double[] values)
    {
        double mean = values.Average();
        string format = Math.Abs(mean) < 0.02 ? "0.0000" : "0.000";
        if (values.Length < 2)
        {
            return mean.ToString(format, CultureInfo.InvariantCulture);
        }

        double se = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1) / values.Length);
        return $"{mean.ToString(format, CultureInfo.InvariantCulture)} ({se.ToString(format, CultureInfo.InvariantCulture)})";
    }
}
