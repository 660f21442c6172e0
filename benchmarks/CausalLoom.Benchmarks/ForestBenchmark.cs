using System.Globalization;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Benchmarks;

/// <summary>
/// Times random forests of 100 trees on a file that tools/peers/forest/problems.py wrote, and writes predictions of held-out
/// rows: "forest FILE sklearn|ranger|classes ROUNDS PREDICTIONS", as the peers' scripts beside it do.
/// </summary>
internal sealed class ForestBenchmark
{
    private const int Trees = 100;
    private readonly int[] _fold;
    private readonly Matrix _x;
    private readonly double[] _y;
    private readonly RandomForestOptions _options;

    private ForestBenchmark(string file, string setting)
    {
        string[][] rows = [.. File.ReadLines(file).Skip(1).Select(l => l.Split(','))];
        int d = rows[0].Length - 3;
        _fold = [.. rows.Select(r => int.Parse(r[0], CultureInfo.InvariantCulture))];
        _x = new Matrix(rows.Length, d, [.. rows.SelectMany(r => r[1..^2].Select(Number))]);
        _y = [.. rows.Select(r => Number(setting == "classes" ? r[^1] : r[^2]))];
        _options = setting switch
        {
            "sklearn" => new() { Trees = Trees, FeaturesPerNode = d, MinSplitRows = 2 },
            // ranger splits nodes of more than 5 draws: about 4 distinct rows or more.
            "ranger" => new() { Trees = Trees, FeaturesPerNode = (int)Math.Sqrt(d), MinSplitRows = 4 },
            "classes" => new() { Trees = Trees, Task = ForestTask.Classification },
            _ => throw new ArgumentException($"No setting '{setting}': sklearn, ranger or classes.", nameof(setting)),
        };
    }

    public static int Run(string[] args)
    {
        ForestBenchmark benchmark = new(args[1], args[2]);
        benchmark.Time(int.Parse(args[3], CultureInfo.InvariantCulture));
        File.WriteAllLines(args[4], benchmark.HeldOut().Select(p => p.ToString("R", CultureInfo.InvariantCulture)));
        return 0;
    }

    // Fold −1 is never held out; where there are such rows, they alone are timed.
    private void Time(int rounds)
    {
        int[] rows = Rows(f => f < 0) is { Length: > 0 } training ? training : Rows(_ => true);
        double first = Fit(rows, 0).Seconds, leaves = 0;
        int calls = Math.Clamp((int)(0.5 / first), 1, 20);
        double[] seconds = new double[rounds];
        for (int r = 0; r < rounds; r++)
        {
            for (int i = 0; i < calls; i++)
            {
                (ForestModel model, double cpu) = Fit(rows, 1 + r);
                seconds[r] += cpu / calls;
                leaves = model.Trees.Average(t => t.Leaves);
            }
        }

        Array.Sort(seconds);
        Console.WriteLine($"cpu_seconds {Text(seconds[rounds / 2])} best {Text(seconds[0])} first {Text(first)} leaves_per_tree "
            + $"{leaves.ToString("F1", CultureInfo.InvariantCulture)}");
    }

    private double[] HeldOut()
    {
        double[] predictions = new double[_y.Length];
        Array.Fill(predictions, double.NaN);
        for (int k = 0; k <= _fold.Max(); k++)
        {
            int[] held = Rows(f => f == k);
            double[] p = Fit(Rows(f => f != k), 100 + k).Model.Predict(_x.TakeRows(held));
            for (int i = 0; i < held.Length; i++)
            {
                predictions[held[i]] = p[i];
            }
        }

        return predictions;
    }

    private (ForestModel Model, double Seconds) Fit(int[] rows, int seed)
    {
        Matrix x = _x.TakeRows(rows);
        double[] y = [.. rows.Select(i => _y[i])];
        TimeSpan start = Environment.CpuUsage.TotalTime;
        ForestModel model = RandomForest.Fit(x, y, _options, RandomStream.Of(seed));
        return (model, (Environment.CpuUsage.TotalTime - start).TotalSeconds);
    }

    private int[] Rows(Func<int, bool> take) => [.. Enumerable.Range(0, _fold.Length).Where(i => take(_fold[i]))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("F5", CultureInfo.InvariantCulture);
}
