using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Mechanisms;

/// <summary>Data with a known truth for the tests of mechanisms and estimators.</summary>
internal static class MechanismData
{
    internal static (CausalData Data, Truth Truth) Draw(ISimulator simulator, int rows, long seed)
    {
        SyntheticData drawn = simulator.Draw(rows, RandomStream.Of(seed));
        return (CausalData.From(drawn.Table, simulator.Treatment, simulator.Outcome), drawn.Truth!);
    }

    /// <summary>X ~ N(0, I_3), logit π = ½ x₁, Y = 1 + x₁ + ½ x₂ + W (1 + ½ x₁) + e; the average effect is 1.</summary>
    internal static CausalData Linear(int rows, long seed, Func<double, int, double>? sigma = null)
    {
        RandomStream stream = RandomStream.Of(seed);
        double[][] x = [new double[rows], new double[rows], new double[rows]];
        Array.ForEach(x, column => stream.FillNormal(column));
        int[] w = new int[rows];
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            w[i] = stream.NextBernoulli(LogisticRegression.Sigmoid(0.5 * x[0][i])) ? 1 : 0;
            double sd = sigma?.Invoke(x[0][i], w[i]) ?? 1;
            y[i] = 1 + x[0][i] + (0.5 * x[1][i]) + (w[i] * (1 + (0.5 * x[0][i]))) + (sd * stream.NextNormal());
        }

        Column[] columns = [.. x.Select((v, j) => new ContinuousColumn($"x{j + 1}", v)), new BinaryColumn("w", w, ["0", "1"]),
            new ContinuousColumn("y", y)];
        return CausalData.From(new Table(columns), "w", "y");
    }

    /// <summary>The means of <see cref="Linear"/>.</summary>
    internal static double[] LinearMeans(CausalData data) =>
        [.. Enumerable.Range(0, data.Rows).Select(i => LinearMean(data.Covariates, i, data.Treatment[i]))];

    internal static double LinearMean(Table x, int row, int arm) =>
        1 + x.Columns[0].NumberAt(row) + (0.5 * x.Columns[1].NumberAt(row)) + (arm * (1 + (0.5 * x.Columns[0].NumberAt(row))));

    internal static double LogLoss(double[] p, int[] w) => p.Select((v, i) => w[i] == 1 ? -Math.Log(v) : -Math.Log(1 - v)).Average();
}
