using System.Text.Json.Nodes;
using CausalLoom.Data;
using MathNet.Numerics;

namespace CausalLoom.Sandbox.Verification;

/// <summary>
/// Whether the order of rows tells nothing and two draws share nothing (the paper's code gives rows sorted by mixture component, and the
/// same
/// latent means each time): correlations of each column with the row number and with the row before, and between two draws row by row.
/// </summary>
/// <param name="OrderStatistic">The largest |z| of a column with its row number or the row before.</param>
/// <param name="OrderColumn">The column.</param>
/// <param name="ReplicateStatistic">The largest |z| of a column between two draws.</param>
/// <param name="ReplicateColumn">The column.</param>
/// <param name="Limit">The |z| that all columns together exceed with the stated false-alarm rate.</param>
/// <param name="Passed">Whether neither does.</param>
public sealed record ExchangeabilityCheck(double OrderStatistic, string OrderColumn, double ReplicateStatistic, string ReplicateColumn,
    double Limit, bool Passed)
{
    internal static ExchangeabilityCheck Of(Table first, Table second, VerificationOptions options)
    {
        (double Z, string Name) order = (0, string.Empty), replicate = (0, string.Empty);
        int tests = 0;
        double[] index = [.. Enumerable.Range(0, first.Rows).Select(i => (double)i)];
        foreach (Column column in first.Columns)
        {
            foreach ((string name, double[] values, double[]? other) in CovariateNumbers.Of(column, second[column.Name]))
            {
                order = Larger(order, Statistic(values, index), name);
                order = Larger(order, Statistic(values[1..], values[..^1]), name);
                replicate = other is not null ? Larger(replicate, Statistic(values, other), name) : replicate;
                tests += 3;
            }
        }

        double limit = Math.Sqrt(2) * SpecialFunctions.ErfInv(1 - (options.FalseAlarm / Math.Max(1, tests)));
        return new ExchangeabilityCheck(order.Z, order.Name, replicate.Z, replicate.Name, limit, order.Z <= limit && replicate.Z <= limit);
    }

    /// <summary>As JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["order_z"] = OrderStatistic,
        ["order_column"] = OrderColumn,
        ["replicate_z"] = ReplicateStatistic,
        ["replicate_column"] = ReplicateColumn,
        ["limit"] = Limit,
        ["passed"] = Passed,
    };

    private static (double Z, string Name) Larger((double Z, string Name) seen, double z, string name) => z > seen.Z ? (z, name) : seen;

    // Ranks would cost a sort a column and protect little: bounded columns of many rows. Heavy tails are cut instead.
    private static double Statistic(double[] a, double[] b)
    {
        double[] x = Winsorised(a), y = Winsorised(b), present = [.. y.Select((v, i) => double.IsNaN(v) || double.IsNaN(x[i]) ? 0.0 : 1)];
        double n = present.Sum();
        double r = WeightedCorrelation.Of(x, Array.ConvertAll(y, v => double.IsNaN(v) ? 0 : v), present).Value;

        // Over random orders of the rows the sum of products has this skewness: rare levels that meet in one row are no wonder.
        return SkewedTail.Normal(r * Math.Sqrt(Math.Max(0, n - 1)),
            Skewness(x, present, n) * Skewness(y, present, n) / Math.Sqrt(Math.Max(1, n)));
    }

    private static double Skewness(double[] values, double[] present, double n)
    {
        double mean = 0, square = 0, cube = 0;
        for (int i = 0; i < values.Length; i++)
        {
            mean += present[i] > 0 ? values[i] / n : 0;
        }

        for (int i = 0; i < values.Length; i++)
        {
            double off = present[i] > 0 ? values[i] - mean : 0;
            square += off * off / n;
            cube += off * off * off / n;
        }

        return square > 0 ? cube / Math.Pow(square, 1.5) : 0;
    }

    private static double[] Winsorised(double[] values)
    {
        double[] sorted = [.. values.Where(v => !double.IsNaN(v)).Order()];
        if (sorted.Length == 0)
        {
            return values;
        }

        double low = sorted[(int)(0.005 * (sorted.Length - 1))], high = sorted[(int)(0.995 * (sorted.Length - 1))];

        // A column that is mostly one value keeps what is rare in it.
        return high > low ? Array.ConvertAll(values, v => Math.Clamp(v, low, high)) : values;
    }
}
