using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Verification;

namespace CausalLoom.Benchmarks;

/// <summary>
/// CPU seconds of fitting, drawing and verifying: columns share three factors; every other one is a number, the rest have 2 to 4 levels.
/// </summary>
internal static class SandboxParts
{
    private const int Drawn = 100_000;

    public static void Run(int rows, int columns)
    {
        CausalData real = Data(rows, columns);
        SandboxKnobs knobs = new(Knob.Constant(0.05), Knob.Constant(0.02), Knob.Constant(0.02),
            Knob.Of("c0", x => Array.ConvertAll(x["c0"].ToNumbers(), v => 0.5 * v)));
        foreach (string way in SandboxWay.Names)
        {
            double start = ThreadClock.Seconds();
            ISandboxModel model = SandboxWay.Fit(way, real, knobs, FitContext.ForSeed(1, 1));
            double fitted = ThreadClock.Seconds();
            model.DrawUnits(Drawn, RandomStream.Of(1));
            double drawn = ThreadClock.Seconds();
            Verifier.Run(model, real, null, FitContext.ForSeed(1, 1).Child("verify"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows}x{columns} {way}: fit {fitted - start:0.00} s, draw "
                + $"{Drawn} rows {drawn - fitted:0.00} s, verify {ThreadClock.Seconds() - drawn:0.00} s"));
        }
    }

    private static CausalData Data(int rows, int columns)
    {
        RandomStream stream = RandomStream.Of(11);
        double[][] factors = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, rows).Select(_ => stream.NextNormal()).ToArray())];
        List<Column> made = [];
        for (int j = 0; j < columns; j++)
        {
            double[] score = [.. factors[j % 3].Select(f => f + stream.NextNormal())];
            int levels = 2 + (j / 2 % 3);
            made.Add(j % 2 == 0
                ? new ContinuousColumn($"c{j}", score)
                : new CategoricalColumn($"c{j}", Array.ConvertAll(score, s => Math.Clamp((int)(s + (levels / 2.0)), 0, levels - 1)),
                    [.. Enumerable.Range(0, levels).Select(k => $"{k}")]));
        }

        int[] t = [.. factors[0].Select(f => stream.NextBernoulli(1 / (1 + Math.Exp(-0.5 * f))) ? 1 : 0)];
        int[] y = [.. factors[1].Select((f, i) => stream.NextBernoulli(1 / (1 + Math.Exp(-f - (0.3 * t[i])))) ? 1 : 0)];
        return CausalData.From(new Table([.. made, new BinaryColumn("t", t, ["0", "1"]), new BinaryColumn("y", y, ["0", "1"])]), "t", "y");
    }
}
