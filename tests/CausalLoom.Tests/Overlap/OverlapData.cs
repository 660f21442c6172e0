using CausalLoom.Data;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Overlap;

/// <summary>Rows of the hybrid papers' process.</summary>
internal static class OverlapData
{
    public static CausalData Of(string overlap, int rows, long seed) => WithTruth(overlap, rows, seed).Data;

    public static (CausalData Data, double[] Cate) WithTruth(string overlap, int rows, long seed)
    {
        ISimulator simulator = Named.Simulator("hybrid", [$"overlap={overlap}"]);
        SyntheticData drawn = simulator.Draw(rows, Numerics.Random.RandomStream.Of(seed).Child(overlap));
        return (CausalData.From(drawn.Table, simulator.Treatment, simulator.Outcome), drawn.Truth!.Cate());
    }

    /// <summary>Data with a numeric outcome, y = x + w + noise.</summary>
    public static CausalData Numeric(int rows, long seed)
    {
        Numerics.Random.RandomStream stream = Numerics.Random.RandomStream.Of(seed);
        double[] x = new double[rows], y = new double[rows];
        int[] w = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            x[i] = stream.NextNormal();
            w[i] = stream.NextBernoulli(1 / (1 + Math.Exp(-2 * x[i]))) ? 1 : 0;
            y[i] = Math.Round(x[i] + w[i] + (0.5 * stream.NextNormal()), 2);
        }

        Table table = new([new ContinuousColumn("x", x), new BinaryColumn("w", w, ["0", "1"]), new ContinuousColumn("y", y, 2)]);
        return CausalData.From(table, "w", "y");
    }
}
