using CausalLoom.Data;
using CausalLoom.Generators.Copula;
using CausalLoom.Generators.Margins;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Copula;

/// <summary>
/// Conditional draws of the copula against closed forms of the multivariate normal. Tolerances are five standard errors of the draws
/// (a false alarm in about a million seeds for each figure), and seeds are fixed.
/// </summary>
public sealed class CopulaConditionTests
{
    private const int Rows = 20_000;
    private const double Rho = 0.7;

    [Fact]
    public void GivenANumberAnotherIsNormalWithTheRegressionsMeanAndVariance()
    {
        double[] y = Sample([Rho], [Number(), Number()], new Table([new ContinuousColumn("c0", Repeat(1.2))]))["c1"].ToNumbers();
        double sd = Math.Sqrt(1 - (Rho * Rho)), mean = y.Average();
        Assert.Equal(Rho * 1.2, mean, 5 * sd / Math.Sqrt(Rows));
        Assert.Equal(sd * sd, y.Average(v => (v - mean) * (v - mean)), 5 * sd * sd * Math.Sqrt(2.0 / Rows));
    }

    [Fact]
    public void GivenANumberTheProbabilityOfALevelIsTheProbit()
    {
        Table drawn = Sample([Rho], [Number(), Level()], new Table([new ContinuousColumn("c0", Repeat(-0.5))]));
        Close(NormalScores.Cdf(-0.5 * Rho / Math.Sqrt(1 - (Rho * Rho))), ((BinaryColumn)drawn["c1"]).Codes);
    }

    [Fact]
    public void GivenALevelTheProbabilityOfAnotherIsThatOfTheTetrachoricTable()
    {
        // Both thresholds at 0: P(1, 1) = ¼ + arcsin ρ/(2π) (Sheppard).
        Table drawn = Sample([Rho], [Level(), Level()], new Table([new BinaryColumn("c0", [.. Enumerable.Repeat(1, Rows)], ["0", "1"])]));
        Close(0.5 + (Math.Asin(Rho) / Math.PI), ((BinaryColumn)drawn["c1"]).Codes);
    }

    [Fact]
    public void GivenTwoLevelsTheProbabilityOfAThirdIsThatOfTheOrthant()
    {
        // P(1, 1, 1) = ⅛ + (arcsin ρ₁₂ + arcsin ρ₁₃ + arcsin ρ₂₃)/(4π): two intervals, so this needs the sweeps.
        double a = 0.8, b = 0.6, c = 0.3;
        double three = 0.125 + ((Math.Asin(a) + Math.Asin(b) + Math.Asin(c)) / (4 * Math.PI)), two = 0.25 + (Math.Asin(a) / (2 * Math.PI));
        int[] ones = [.. Enumerable.Repeat(1, Rows)];
        Table given = new([new BinaryColumn("c1", ones, ["0", "1"]), new BinaryColumn("c0", ones, ["0", "1"])]);
        Close(three / two, ((BinaryColumn)Sample([a, b, c], [Level(), Level(), Level()], given)["c2"]).Codes);

        int[] zeros = new int[Rows];
        Table against = new([new BinaryColumn("c0", ones, ["0", "1"]), new BinaryColumn("c1", zeros, ["0", "1"])]);
        double other = 0.25 + (Math.Asin(b) / (2 * Math.PI)) - three;
        Close(other / (0.5 - two), ((BinaryColumn)Sample([a, b, c], [Level(), Level(), Level()], against)["c2"]).Codes);
    }

    [Fact]
    public void GivenALevelANumberHasTheMeanOfTheHalfNormalAndImputedCellsAreNeverMissing()
    {
        // E[y | x > 0] = ρ √(2/π); the same where a number's cell is not known but known not to be missing (40 % are: its second normal
        // is above Φ⁻¹(.4), and goes with y).
        double[] y = Sample([Rho], [Level(), Number()],
            new Table([new BinaryColumn("c0", [.. Enumerable.Repeat(1, Rows)], ["0", "1"])]))["c1"].ToNumbers();
        Assert.Equal(Rho * Math.Sqrt(2 / Math.PI), y.Average(), 5 * Math.Sqrt((1 - (Rho * Rho * 2 / Math.PI)) / Rows));

        LatentColumn gaps = new(0.4, EmpiricalMargin.Of([1, 2], true));
        Table drawn = Sample([0, 0, Rho], [gaps, Number()],
            new Table([new IntegerColumn("c0", new long[Rows], [.. Enumerable.Repeat(true, Rows)])]));
        Assert.Equal(0, drawn["c0"].MissingCount);
        double cut = NormalScores.Inverse(0.4), expected = Rho * NormalScores.Density(cut) / 0.6;
        Assert.Equal(expected, drawn["c1"].ToNumbers().Average(), 5.0 / Math.Sqrt(Rows));
    }

    [Fact]
    public void ANumberThatManyRowsShareIsAnIntervalAlthoughItsColumnIsAContinuum()
    {
        // Half of all numbers are 0, the others distinct: x = 0 says z < 0 and not z = some point.
        double[] spiked = [.. Enumerable.Repeat(0.0, 1000), .. Enumerable.Range(1, 1000).Select(i => i * 0.01)];
        LatentColumn column = new(0, EmpiricalMargin.Of(spiked, false));
        Assert.False(column.Margin!.IsLattice);
        double[] y = Sample([Rho], [column, Number()], new Table([new ContinuousColumn("c0", Repeat(0))]))["c1"].ToNumbers();
        double variance = y.Average(v => v * v) - Math.Pow(y.Average(), 2);
        Assert.Equal(-Rho * Math.Sqrt(2 / Math.PI), y.Average(), 0.03);
        Assert.Equal(1 - (Rho * Rho * 2 / Math.PI), variance, 0.04);
    }

    [Fact]
    public void ImputingPartOfASampleLeavesItsJointLaw()
    {
        // Columns of every kind; the first three are kept, the others drawn anew. Correlations of the normal scores with what is
        // kept must not change: five standard errors of the difference of two correlations of 4,000 rows, √(2/4000)·5 = .11.
        Table real = ContractTables.Mixed(500);
        var model = (GaussianCopulaModel)new GaussianCopulaGenerator().Fit(real, FitContext.ForSeed(1));
        Table sample = model.Sample(4000, RandomStream.Of(2)), again = model.Sample(sample.Select(["bmi", "income"]), RandomStream.Of(3));
        double before = Difference(sample), after = Difference(again);
        Assert.True(before > 1.5);
        Assert.Equal(before, after, 0.6);
        Assert.Equal(sample["bmi"].ToNumbers(), again["bmi"].ToNumbers().Select((v, i) => sample["bmi"].IsMissing(i) ? double.NaN : v)
            .ToArray());
    }

    [Theory]
    [InlineData(0, 1, -1, 0.5)]
    [InlineData(2, 0.5, 4, double.PositiveInfinity)]
    [InlineData(0, 1, 9, 9.5)]
    [InlineData(0, 1, -60, -50)]
    public void TruncatedNormalsStayInsideAndHaveTheRightMean(double mean, double deviation, double low, double high)
    {
        RandomStream stream = RandomStream.Of(3);
        double[] draws = [.. Enumerable.Range(0, Rows).Select(_ => TruncatedNormal.Draw(mean, deviation, low, high, stream))];
        Assert.All(draws, d => Assert.InRange(d, low, high));
        double numerator = 0, mass = 0, a = Math.Max(low, mean - (60 * deviation)), b = Math.Min(high, mean + (60 * deviation)),
            near = Math.Clamp(mean, a, b);
        for (int k = 0; k < 200_000; k++)
        {
            double x = a + ((b - a) * (k + 0.5) / 200_000),
                weight = Math.Exp(0.5 * (Math.Pow((near - mean) / deviation, 2) - Math.Pow((x - mean) / deviation, 2)));
            numerator += weight * x;
            mass += weight;
        }

        double sd = Math.Sqrt(draws.Average(d => d * d) - Math.Pow(draws.Average(), 2));
        Assert.Equal(numerator / mass, draws.Average(), (6 * sd / Math.Sqrt(Rows)) + 1e-4);
    }

    [Fact]
    public void PlacesAreTheInverseOfQuantiles()
    {
        EmpiricalMargin continuum = EmpiricalMargin.Of([3, 1, 2, 2, 8.5, -4], false),
            lattice = EmpiricalMargin.Of([1, 1, 1, 4, 4, 9], true);
        foreach (double u in new[] { 0.1, 0.3, 0.42, 0.66, 0.9 })
        {
            (double low, double high) = continuum.Place(continuum.Quantile(u));
            Assert.InRange(u, low - 1e-9, high + 1e-9);
            (low, high) = lattice.Place(lattice.Quantile(u));
            Assert.InRange(u, low, high);
        }

        Assert.Equal((0.0, 0.5), lattice.Place(1));
        Assert.Equal((0.5, 0.5), lattice.Place(2.7));
        Assert.Equal((0.0, 0.0), continuum.Place(-99));
        Assert.Equal((1.0, 1.0), continuum.Place(99));
    }

    private static double Difference(Table table)
    {
        double[] bmi = table["bmi"].ToNumbers();
        int[] sex = ((BinaryColumn)table["sex"]).Codes;
        return Mean(1) - Mean(0);

        double Mean(int level) => bmi.Where((x, i) => sex[i] == level && !double.IsNaN(x)).Average();
    }

    private static void Close(double probability, int[] codes) =>
        Assert.Equal(probability, codes.Average(), 5 * Math.Sqrt(probability * (1 - probability) / codes.Length));

    private static double[] Repeat(double value) => [.. Enumerable.Repeat(value, Rows)];

    /// <summary>A column whose numbers are their normals, to within .001 but for the last of 20,001 quantiles.</summary>
    private static LatentColumn Number() =>
        new(0, EmpiricalMargin.Of(Enumerable.Range(0, 20_001).Select(i => NormalScores.Inverse((i + 0.5) / 20_001)), false));

    /// <summary>Two levels, cut at 0.</summary>
    private static LatentColumn Level() => new(0, new EmpiricalMargin([0, 1], [500, 500], true));

    /// <summary>
    /// Rows of a copula with these columns and correlations (ρ₀₁, ρ₀₂, ρ₁₂) given a table; second normals come after the first ones.
    /// </summary>
    private static Table Sample(double[] correlations, LatentColumn[] columns, Table given)
    {
        int n = columns.Length + columns.Count(column => column.HasGaps);
        Matrix r = new(n, n);
        for (int i = 0, at = 0; i < n; i++)
        {
            r[i, i] = 1;
            for (int j = i + 1; j < n; j++)
            {
                r[i, j] = r[j, i] = correlations[at++];
            }
        }

        ColumnLayout[] layouts = [.. columns.Select((c, j) => c.Margin!.Values.Length == 2
            ? c.MissingShare > 0 ? new ColumnLayout($"c{j}", ColumnType.Integer, [], null, 1, 2, true)
                : new ColumnLayout($"c{j}", ColumnType.Binary, ["0", "1"], null, double.NaN, double.NaN, false)
            : new ColumnLayout($"c{j}", ColumnType.Continuous, [], null, -9, 99, false))];
        return new GaussianCopulaModel(new TableLayout(layouts), columns, CorrelationFactor.Of(r)).Sample(given, RandomStream.Of(17));
    }
}
