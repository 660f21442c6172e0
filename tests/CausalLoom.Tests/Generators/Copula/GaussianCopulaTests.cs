using CausalLoom.Data;
using CausalLoom.Generators.Copula;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Copula;

public sealed class GaussianCopulaTests
{
    [Fact]
    public void CorrelationsBetweenNumbersAndLevelsAreReproduced()
    {
        Table real = Correlated(4000);
        Table made = new GaussianCopulaGenerator().Fit(real, FitContext.ForSeed(1)).Sample(20000, RandomStream.Of(2));
        for (int j = 0; j < 4; j++)
        {
            for (int k = 0; k < j; k++)
            {
                // Sampling error of two correlations, five standard errors: 5·√(1/4000 + 1/20000) = 0.087; shared rows of the fit cancel
                // most of it.
                Assert.Equal(Pearson(real, j, k), Pearson(made, j, k), 0.06);
            }
        }
    }

    [Fact]
    public void CellsThatAreMissingByChanceTakeNothingFromACorrelationAndOthersGoWithWhatTheyGoWith()
    {
        RandomStream s = RandomStream.Of(11);
        double[] x = [.. Enumerable.Range(0, 4000).Select(_ => s.NextNormal())];
        double[] chance = [.. x.Select(v => s.NextBernoulli(0.3) ? double.NaN : (0.9 * v) + (0.436 * s.NextNormal()))];
        double[] tied = [.. x.Select(v => s.NextBernoulli(1 / (1 + Math.Exp(-2 * v))) ? double.NaN : s.NextNormal())];
        Table made = new GaussianCopulaGenerator().Fit(new Table([new ContinuousColumn("x", x), new ContinuousColumn("chance", chance),
            new ContinuousColumn("tied", tied)]), FitContext.ForSeed(1)).Sample(20_000, RandomStream.Of(2));
        int[] present = [.. Enumerable.Range(0, made.Rows).Where(i => !made["chance"].IsMissing(i))];
        Assert.Equal(0.7, present.Length / (double)made.Rows, 0.03);
        Table both = made.Take(present);
        Assert.Equal(0.9, Pearson(both, 0, 1), 0.02);
        Assert.Equal(0, both["x"].ToNumbers().Average(), 0.06);

        // E[x | missing] by the real rows.
        double expected = Enumerable.Range(0, x.Length).Where(i => double.IsNaN(tied[i])).Average(i => x[i]);
        Assert.Equal(expected, Enumerable.Range(0, made.Rows).Where(made["tied"].IsMissing).Average(i => made["x"].NumberAt(i)), 0.06);
    }

    [Fact]
    public void ContinuousMarginsAreTheDatasWithoutItsRows()
    {
        Table real = Correlated(1000);
        Table made = new GaussianCopulaGenerator().Fit(real, FitContext.ForSeed(1)).Sample(4000, RandomStream.Of(3));
        double[] x = real["x"].ToNumbers(), y = made["x"].ToNumbers();
        Array.Sort(x);
        Array.Sort(y);
        for (double u = 0.05; u < 1; u += 0.05)
        {
            // The quantile's own standard error at n = 4000 is below 0.035 standard deviations here.
            Assert.Equal(x[(int)(u * x.Length)], y[(int)(u * y.Length)], 0.2);
        }

        HashSet<double> seen = [.. x];
        Assert.InRange(y.Count(seen.Contains), 0, 40);
    }

    [Fact]
    public void AnImpossibleCorrelationMatrixBecomesTheNearestPossibleOne()
    {
        // Higham (2002), §4: the nearest correlation matrix of this tridiagonal one, to the figures printed there.
        Matrix higham = new(4, 4, [2, -1, 0, 0, -1, 2, -1, 0, 0, -1, 2, -1, 0, 0, -1, 2]);
        double[] expected = [1, -0.8084, 0.1916, 0.1068, -0.8084, 1, -0.6562, 0.1916, 0.1916, -0.6562, 1, -0.8084, 0.1068, 0.1916,
            -0.8084, 1];
        Assert.All(Enumerable.Range(0, 16), i => Assert.Equal(expected[i], NearestCorrelation.Of(higham).Data[i], 3e-3));

        Product(CorrelationFactor.Of(new Matrix(3, 3, [1, 0.9, -0.9, 0.9, 1, 0.9, -0.9, 0.9, 1])),
            [1, 0.5, -0.5, 0.5, 1, 0.5, -0.5, 0.5, 1], 5e-3);
    }

    [Fact]
    public void APossibleCorrelationMatrixIsLeftAlone() =>
        Product(CorrelationFactor.Of(new Matrix(2, 2, [1, 0.5, 0.5, 1])), [1, 0.5, 0.5, 1], 1e-12);

    private static void Product(Matrix factor, double[] expected, double tolerance)
    {
        for (int i = 0; i < factor.Rows; i++)
        {
            for (int j = 0; j < factor.Rows; j++)
            {
                double product = Enumerable.Range(0, factor.Rows).Sum(k => factor[i, k] * factor[j, k]);
                Assert.Equal(expected[(i * factor.Rows) + j], product, tolerance);
            }
        }
    }

    private static Table Correlated(int rows)
    {
        RandomStream stream = RandomStream.Of(31);
        double[] x = new double[rows], y = new double[rows];
        int[] b = new int[rows], k = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            double z = stream.NextNormal();
            x[i] = Math.Exp(0.3 * z);
            y[i] = (0.7 * z) + (0.7 * stream.NextNormal());
            b[i] = (0.8 * z) + (0.6 * stream.NextNormal()) > 0.8 ? 1 : 0;
            double w = (-0.5 * z) + (0.8 * stream.NextNormal());
            k[i] = w < -0.5 ? 0 : w < 0.4 ? 1 : 2;
        }

        return new Table([new ContinuousColumn("x", x), new ContinuousColumn("y", y), new BinaryColumn("b", b, ["0", "1"]),
            new CategoricalColumn("k", k, ["0", "1", "2"])]);
    }

    private static double Pearson(Table table, int j, int k)
    {
        double[] x = table.Columns[j].ToNumbers(), y = table.Columns[k].ToNumbers();
        double mx = x.Average(), my = y.Average();
        double xy = 0, xx = 0, yy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            xy += (x[i] - mx) * (y[i] - my);
            xx += (x[i] - mx) * (x[i] - mx);
            yy += (y[i] - my) * (y[i] - my);
        }

        return xy / Math.Sqrt(xx * yy);
    }
}
