using System.Diagnostics;
using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Generators.CausalMix;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Penalty;

namespace CausalLoom.PenaltyStudy;

/// <summary>CPU seconds of fits to made-up data: columns share three factors; every other one is a number, the rest have 2 to 4 levels.</summary>
internal static class FitTime
{
    internal static void Run(string size)
    {
        int[] parts = [.. size.Split('x').Select(p => int.Parse(p, CultureInfo.InvariantCulture))];
        CausalData real = Data(parts[0], parts[1]);
        SandboxKnobs knobs = new(Knob.Constant(0.05), Knob.Constant(0.02), Knob.Constant(0.02), Knob.Of("c0", x => Array.ConvertAll(x["c0"].ToNumbers(), v => 0.5 * v)));
        TimeSpan start = Cpu();
        new CausalMixGenerator().Fit(real.Covariates, FitContext.ForSeed(1));
        TimeSpan generator = Cpu();
        PenaltyModel model = PenaltySandbox.Fit(real, knobs, new PenaltyOptions(), FitContext.ForSeed(1));
        TimeSpan sandbox = Cpu();
        model.Draw(parts[0], RandomStream.Of(1));
        TimeSpan drawn = Cpu();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size}: generator {(generator - start).TotalSeconds:0.0} s, sandbox {(sandbox - generator).TotalSeconds:0.0} s, draw {(drawn - sandbox).TotalSeconds:0.0} s; met {model.Facts.Met}: {string.Join(' ', model.Facts.Constraints.Select(c => FormattableString.Invariant($"{c.Name} {c.RootMeanSquare:0.0000}")))}"));
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
                : new CategoricalColumn($"c{j}", Array.ConvertAll(score, s => Math.Clamp((int)(s + (levels / 2.0)), 0, levels - 1)), [.. Enumerable.Range(0, levels).Select(k => $"{k}")]));
        }

        int[] t = [.. factors[0].Select(f => stream.NextBernoulli(1 / (1 + Math.Exp(-0.5 * f))) ? 1 : 0)];
        int[] y = [.. factors[1].Select((f, i) => stream.NextBernoulli(1 / (1 + Math.Exp(-f - (0.3 * t[i])))) ? 1 : 0)];
        Table table = new([.. made, new BinaryColumn("t", t, ["0", "1"]), new BinaryColumn("y", y, ["0", "1"])]);
        return CausalData.From(table, "t", "y");
    }

    private static TimeSpan Cpu() => Process.GetCurrentProcess().TotalProcessorTime;
}
