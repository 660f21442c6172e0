using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Numerics.Random;

namespace CausalLoom.ImputationStudy;

/// <summary>Rows whose effect is known, whole and with cells missing at random given what is seen.</summary>
internal static class Populations
{
    private static CausalData? _file;

    /// <summary>Those made here; a file of rows whose effect is 1 (FILE.csv with w and y) is one too, cells missing as they are.</summary>
    internal static IReadOnlyList<string> Names { get; } = ["mar", "mcar", "het", "skew", "three", "binary"];

    /// <summary>The effect of level 1 against 0, by a million rows of the process.</summary>
    internal static double Truth(string name, Estimand estimand)
    {
        if (File.Exists(name))
        {
            _file = DataLoader.Load(name, new LoadOptions { Treatment = "w", Outcome = "y" }).Data;
            return 1;
        }

        RandomStream stream = RandomStream.Of(7).Child("truth");
        double sum = 0, total = 0;
        for (int i = 0; i < 1_000_000; i++)
        {
            Row row = One(name, stream);
            double g = row.Share[1] / (row.Share[0] + row.Share[1]);
            double h = estimand switch { Estimand.Ate => 1, Estimand.Att => row.Share[1], Estimand.Atc => row.Share[0], _ => g * (1 - g) };
            sum += h * (row.Mean[1] - row.Mean[0]);
            total += h;
        }

        return sum / total;
    }

    internal static (CausalData Whole, CausalData Seen) Draw(string name, int rows, RandomStream stream)
    {
        if (_file is not null)
        {
            CausalData drawn = _file.Take([.. Enumerable.Range(0, rows).Select(_ => stream.NextInt(_file.Rows))]);
            return (drawn, drawn);
        }

        Row[] all = [.. Enumerable.Range(0, rows).Select(_ => One(name, stream))];
        return (Data(all, (_, _) => false), Data(all, (row, j) => row.Gone[j]));

        CausalData Data(Row[] of, Func<Row, int, bool> gone)
        {
            int levels = of[0].Share.Length;
            return CausalData.From(new Table(
            [
                new ContinuousColumn("x1", [.. of.Select(r => gone(r, 0) ? double.NaN : r.X[0])]),
                new BinaryColumn("x2", [.. of.Select(r => gone(r, 1) ? -1 : r.X[1] > 0 ? 1 : 0)], ["0", "1"]),
                new ContinuousColumn("x3", [.. of.Select(r => gone(r, 2) ? double.NaN : r.X[2])]),
                new CategoricalColumn("w", [.. of.Select(r => r.Level)], [.. Enumerable.Range(0, levels).Select(w => $"{w}")]),
                name == "binary" ? new BinaryColumn("y", [.. of.Select(r => (int)r.Outcome)], ["0", "1"])
                    : new ContinuousColumn("y", [.. of.Select(r => r.Outcome)]),
            ]), "w", "y");
        }
    }

    private static Row One(string name, RandomStream s)
    {
        double[] x = [s.NextNormal(), 0, s.NextNormal()];
        x[1] = s.NextBernoulli(Sigmoid(0.8 * x[0])) ? 1 : 0;
        x[0] = name == "skew" ? (Math.Exp(0.8 * x[0]) - 1.4) / 1.3 : x[0];
        double index = (0.8 * x[0]) + (0.6 * (x[1] - 0.5)) - (0.4 * x[2]);
        double[] share = name == "three" ? Softmax([0, index, -0.5 * index]) : [1 - Sigmoid(index), Sigmoid(index)];
        double main = (1.2 * x[0]) + (0.8 * x[1]) + (0.5 * x[2]), tau = name is "mar" or "mcar" ? 1 : 1 + x[0] + (0.5 * x[1]);
        double[] mean = name == "binary" ? [Sigmoid((0.7 * main) - 0.5), Sigmoid((0.7 * main) + (0.4 * tau) - 0.5)]
            : [.. Enumerable.Range(0, share.Length).Select(w => main + (w * tau))];
        int level = s.NextCategory(share);
        double y = name == "binary" ? (s.NextBernoulli(mean[level]) ? 1 : 0) : mean[level] + s.NextNormal();
        double told = name == "binary" ? y - 0.5 : y / 3;
        bool[] gone = name switch
        {
            "mar" => [s.NextBernoulli(Sigmoid(-1 + x[2])), false, false],
            "mcar" => [s.NextBernoulli(0.3), false, false],
            _ => [s.NextBernoulli(Sigmoid(-1 + (0.8 * told) + (0.6 * (level == 1 ? 1 : 0)))),
                s.NextBernoulli(Sigmoid(-1.3 + (0.7 * x[2]) + (0.5 * told))), false],
        };
        return new Row(x, share, mean, level, y, gone);
    }

    private static double Sigmoid(double t) => 1 / (1 + Math.Exp(-t));

    private static double[] Softmax(double[] t) => [.. t.Select(v => Math.Exp(v) / t.Sum(Math.Exp))];

    private sealed record Row(double[] X, double[] Share, double[] Mean, int Level, double Outcome, bool[] Gone);
}
