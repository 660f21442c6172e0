using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Numerics.Tests.Solvers;

/// <summary>More columns than rows: fits are those of the definition, by conditions that hold at the optimum and nowhere else.</summary>
public sealed class WideRegressionTests
{
    public static TheoryData<int, int, double, bool, bool> Designs => new()
    {
        { 12, 13, 1, false, false }, { 12, 40, 0.1, true, false }, { 30, 200, 20, true, true }, { 30, 200, 1e-4, false, true },
        { 2, 9, 1, true, false }, { 50, 51, 5, false, true },
    };

    [Theory]
    [MemberData(nameof(Designs))]
    public void TheGradientOfALogisticFitIsNothing(int rows, int columns, double l2, bool standardised, bool weighted)
    {
        (Matrix x, double[] weights, double[] sd) = Draw(rows, columns, weighted);
        double[] y = [.. Enumerable.Range(0, rows).Select(i => i % 3 == 0 ? 1.0 : 0.0)];
        LogisticFit fit = LogisticRegression.Fit(x, y, new LogisticOptions { L2 = l2, StandardisedPenalty = standardised }, weights,
            cancellation: TestContext.Current.CancellationToken);
        Assert.True(fit.Converged);
        double[] p = fit.Predict(x);
        Assert.Equal(0, Enumerable.Range(0, rows).Sum(i => weights[i] * (p[i] - y[i])), 1e-7);
        for (int j = 0; j < columns; j++)
        {
            double slope = Enumerable.Range(0, rows).Sum(i => weights[i] * (p[i] - y[i]) * x[i, j]);
            Assert.Equal(0, slope + (l2 * fit.Coefficients[j] * (standardised ? sd[j] * sd[j] : 1)), 1e-6 * Math.Max(1, sd[j]));
        }
    }

    [Theory]
    [MemberData(nameof(Designs))]
    public void TheGradientOfARidgeFitIsNothing(int rows, int columns, double l2, bool standardised, bool weighted)
    {
        (Matrix x, double[] weights, double[] sd) = Draw(rows, columns, weighted);
        double[] y = [.. Enumerable.Range(0, rows).Select(i => Math.Sin(i) + (3 * x[i, 1]))];
        LinearFit fit = LeastSquares.Fit(x, y, l2, weights, standardised);
        double[] mean = fit.Predict(x);
        Assert.Equal(0, Enumerable.Range(0, rows).Sum(i => weights[i] * (mean[i] - y[i])), 1e-7);
        for (int j = 0; j < columns; j++)
        {
            double slope = Enumerable.Range(0, rows).Sum(i => weights[i] * (mean[i] - y[i]) * x[i, j]);
            Assert.Equal(0, slope + (l2 * fit.Coefficients[j] * (standardised ? sd[j] * sd[j] : 1)), 1e-6 * Math.Max(1, sd[j]));
        }
    }

    // With as many free coefficients as rows the fit is exact; among exact fits it is the shortest, which no null direction changes.
    [Fact]
    public void WithoutAPenaltyTheShortestExactFitIsTaken()
    {
        (Matrix x, _, double[] sd) = Draw(10, 25, weighted: false);
        double[] y = [.. Enumerable.Range(0, 10).Select(i => Math.Cos(Math.Max(i, 1)))];
        LinearFit fit = LeastSquares.Fit(x, y);
        Assert.All(fit.Predict(x), (v, i) => Assert.Equal(y[i], v, 1e-8));
        double[] scaled = [.. fit.Coefficients.Select((b, j) => b * sd[j])];
        Assert.True(scaled.Sum(b => b * b) <= ShortestBySvd(x, y, sd) * (1 + 1e-8));
    }

    [Fact]
    public void PenaltiesOfAPathAreFitsOfTheirOwn()
    {
        (Matrix x, double[] weights, _) = Draw(25, 90, weighted: true);
        double[] y = [.. Enumerable.Range(0, 25).Select(i => i % 2 == 0 ? 1.0 : 0.0)];
        LogisticOptions options = new() { StandardisedPenalty = true };
        LogisticFit[] path = LogisticRegression.Path(x, y, [200, 20, 2], options, weights,
            cancellation: TestContext.Current.CancellationToken);
        double[] penalties = [200, 20, 2];
        for (int k = 0; k < penalties.Length; k++)
        {
            LogisticFit alone = LogisticRegression.Fit(x, y, options with { L2 = penalties[k] }, weights,
                cancellation: TestContext.Current.CancellationToken);
            Assert.All(alone.Coefficients, (v, j) => Assert.Equal(v, path[k].Coefficients[j], 1e-7));
        }
    }

    // Columns of very different units, two of them equal, one constant; two rows equal.
    private static (Matrix X, double[] Weights, double[] Sd) Draw(int rows, int columns, bool weighted)
    {
        RandomStream stream = RandomStream.Of(rows + columns);
        Matrix x = new(rows, columns);
        stream.FillNormal(x.Data);
        for (int i = 0; i < rows; i++)
        {
            x[i, 0] = 7;
            x[i, 2] = (100 * x[i, 1]) + 1e4;
            x[i, 3] = x[i, 4];
        }

        x.Row(1).CopyTo(x.Row(0));
        double[] weights = [.. Enumerable.Range(0, rows).Select(i => weighted ? 0.5 + (i % 4) : 1.0)];
        double[] sd = new double[columns];
        for (int j = 0; j < columns; j++)
        {
            double total = weights.Sum(), mean = Enumerable.Range(0, rows).Sum(i => weights[i] * x[i, j]) / total;
            sd[j] = Math.Sqrt(Enumerable.Range(0, rows).Sum(i => weights[i] * (x[i, j] - mean) * (x[i, j] - mean)) / total);
        }

        return (x, weights, sd);
    }

    private static double ShortestBySvd(Matrix x, double[] y, double[] sd)
    {
        double centre = y.Average();
        double[] means = [.. Enumerable.Range(0, x.Columns).Select(j => x.Column(j).Average())];
        var z = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(x.Rows, x.Columns,
            (i, j) => sd[j] > 1e-9 ? (x[i, j] - means[j]) / sd[j] : 0);
        var b = z.PseudoInverse() * MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense([.. y.Select(v => v - centre)]);
        return b.DotProduct(b);
    }
}
