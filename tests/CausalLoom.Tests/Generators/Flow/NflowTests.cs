using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Flow;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators.Flow;

/// <summary>The likelihood of `nflow` against quadrature, sums and known laws; its codes; what it must learn.</summary>
public sealed class NflowTests
{
    private static readonly NflowOptions Small = new() { Width = 48, Members = 2, Epochs = 60 };

    [Fact]
    public void TheDensityOfOneAndOfTwoNumbersIntegratesToOne()
    {
        NflowModel one = new NflowGenerator(Small).Fit(new Table([new ContinuousColumn("x", Normals(400, 1))]), FitContext.ForSeed(1));
        Assert.Equal(1, Integral(one, 1, 0.01), 2e-3);

        // y = x² + noise: far from normal, so that splines and locations matter.
        double[] x = Normals(500, 2), noise = Normals(500, 3), y = [.. x.Select((v, i) => (v * v) + (0.5 * noise[i]))];
        NflowModel two = new NflowGenerator(Small).Fit(new Table([new ContinuousColumn("x", x), new ContinuousColumn("y", y)]),
            FitContext.ForSeed(1));
        double learned = two.TrainingCurve.Where(p => !double.IsNaN(p.Validation)).Min(p => p.Validation);
        Assert.True(learned < 2.84 - 0.3,
            $"held-out loss {learned:0.00} of {string.Join(" ", two.TrainingCurve.Select(p => p.Validation))}");
        Assert.Equal(1, Integral(two, 2, 0.06), 1e-2);
    }

    [Fact]
    public void ProbabilitiesOfAllRowsOfLevelsAndRepeatedNumbersSumToOne()
    {
        RandomStream stream = RandomStream.Of(4);
        int[] a = [.. Enumerable.Range(0, 600).Select(_ => stream.NextInt(3) - (stream.NextBernoulli(0.2) ? 3 : 0))];
        a = Array.ConvertAll(a, c => Math.Max(c, -1));
        long[] count = [.. a.Select(c => (long)stream.NextInt(15) + (5 * Math.Max(0, c)))];
        Table table = new([new CategoricalColumn("a", a, ["p", "q", "r"]), new IntegerColumn("n", count),
            new BinaryColumn("b", [.. count.Select(n => n > 9 ? 1 : 0)], ["0", "1"])]);
        NflowModel model = new NflowGenerator(Small with { MaxPatterns = 0 }).Fit(table, FitContext.ForSeed(1));

        long[] numbers = [.. count.Distinct().Order()];
        var all = (from level in new[] { -1, 0, 1, 2 } from n in numbers from b in new[] { 0, 1 } select (level, n, b)).ToArray();
        Table every = new([
            new CategoricalColumn("a", [.. all.Select(r => r.level)], ["p", "q", "r"]),
            new IntegerColumn("n", [.. all.Select(r => r.n)]),
            new BinaryColumn("b", [.. all.Select(r => r.b)], ["0", "1"]),
        ]);
        Assert.True(numbers.Length > 12);
        Assert.Equal(1, model.LogDensity(every).Sum(Math.Exp), 1e-4);
    }

    [Fact]
    public void FrequenciesOfDrawsAreTheProbabilitiesThatTheDensityGives()
    {
        // Two dependent columns, 6 cells: each within five standard errors of 20,000 draws (a false alarm in 3·10⁵ seeds).
        RandomStream stream = RandomStream.Of(5);
        int[] a = [.. Enumerable.Range(0, 500).Select(_ => stream.NextInt(3))],
            b = [.. a.Select(c => stream.NextBernoulli(0.2 + (0.3 * c)) ? 1 : 0)];
        Table table = new([new CategoricalColumn("a", a, ["p", "q", "r"]), new BinaryColumn("b", b, ["0", "1"])]);
        NflowModel model = new NflowGenerator(Small).Fit(table, FitContext.ForSeed(1));
        Table cells = new(
            [new CategoricalColumn("a", [0, 0, 1, 1, 2, 2], ["p", "q", "r"]), new BinaryColumn("b", [0, 1, 0, 1, 0, 1], ["0", "1"])]);
        double[] p = Array.ConvertAll(model.LogDensity(cells), Math.Exp);
        Table drawn = model.Sample(20_000, RandomStream.Of(6));
        for (int k = 0; k < 6; k++)
        {
            int cell = k;
            double share = Enumerable.Range(0, drawn.Rows).Count(i =>
                ((CategoricalColumn)drawn["a"]).Codes[i] == cell / 2 && ((BinaryColumn)drawn["b"]).Codes[i] == cell % 2) / 20_000.0;
            Assert.Equal(p[k], share, 5 * Math.Sqrt(p[k] * (1 - p[k]) / 20_000));
        }

        // And it has learned the dependence: P(b = 1 | a) is .2, .5, .8; at 500 rows ±.15 is more than four standard errors.
        Assert.All(Enumerable.Range(0, 3), c => Assert.Equal(0.2 + (0.3 * c), p[(2 * c) + 1] / (p[2 * c] + p[(2 * c) + 1]), 0.15));
    }

    [Fact]
    public void ABivariateNormalIsLearnedToItsEntropy()
    {
        // ρ = .9: the entropy of its normal scores is log 2πe + ½ log(1 − ρ²) = 2.838 − .830; the margin of .1 is three times
        // the standard error 1/√1000 of a mean of log-densities (SD 1) on 1,000 fresh rows, over what learning loses.
        NflowModel model = new NflowGenerator(Small).Fit(Pair(2000, 0.9, 7), FitContext.ForSeed(1));
        double mean = model.LogDensity(Pair(1000, 0.9, 8)).Average(), entropy = Math.Log(2 * Math.PI * Math.E) + (0.5 * Math.Log(1 - 0.81));
        Assert.Equal(-entropy, mean, 0.2);
        Table drawn = model.Sample(4000, RandomStream.Of(9));
        Assert.Equal(0.9, Correlation(drawn["x"].ToNumbers(), drawn["y"].ToNumbers()), 0.03);
    }

    [Fact]
    public void WhereNothingDependsOnAnythingTheMarginsAreKept()
    {
        Table table = Pair(300, 0, 10);
        NflowModel model = new NflowGenerator(Small).Fit(table, FitContext.ForSeed(2));
        Table drawn = model.Sample(3000, RandomStream.Of(9));

        // Five standard errors of a correlation of 3,000 rows, over what 300 rows seem to show (their own standard error is .058).
        Assert.InRange(Correlation(drawn["x"].ToNumbers(), drawn["y"].ToNumbers()), -0.2, 0.2);
    }

    [Fact]
    public void ACategoricalOfFiveThousandLevelsIsCodedInFewGroupsAndKeepsItsFrequencies()
    {
        RandomStream stream = RandomStream.Of(11);
        int[] codes = [.. Enumerable.Range(0, 6000).Select(i => i < 3000 ? stream.NextInt(5) : i % 5000)];
        CategoricalColumn column = new("site", codes, [.. Enumerable.Range(0, 5000).Select(k => $"s{k}")]);
        FlowColumn coded = FlowColumn.Of(column, new ModeSpecificOptions { MaxLevels = 200 });
        Assert.InRange(coded.Categories, 150, 200);
        Assert.All(codes.Distinct(), c => Assert.InRange(coded.Category(c), 0, coded.Categories - 1));
        Assert.Equal(1, coded.Frequencies().Sum(), 1e-12);
        Assert.Equal(5, codes.Distinct().GroupBy(c => coded.Category(c)).Count(g => g.Count() == 1 && g.Key < 5));

        Table table = new([column, new BinaryColumn("first", [.. codes.Select(c => c < 5 ? 1 : 0)], ["0", "1"])]);
        NflowModel model = new NflowGenerator(Small with { Epochs = 4, Members = 1 }).Fit(table, FitContext.ForSeed(1));
        Table drawn = model.Sample(4000, RandomStream.Of(3));
        int[] made = ((CategoricalColumn)drawn["site"]).Codes, first = ((BinaryColumn)drawn["first"]).Codes;

        // Half and more of the rows have one of the first five levels, and only those have first = 1. Five standard errors: .04.
        double share = codes.Count(c => c < 5) / 6000.0;
        Assert.Equal(share, made.Count(c => c < 5) / 4000.0, 0.045);
        Assert.True(made.Distinct().Count() > 1000);
        Assert.True(made.Where((c, i) => (c < 5) == (first[i] == 1)).Count() > 3800);
    }

    [Fact]
    public void EveryColumnKeepsTheWeightsThatItsHeldOutRowsLikeBest()
    {
        // y depends on x, z on nothing: z has overfitted long before y is learned.
        Table table = new([.. Pair(250, 0.8, 12).Columns, new ContinuousColumn("z", Normals(250, 500))]);
        NflowOptions options = Small with
            { Members = 1, CalibrateMargins = false, Epochs = 60, Patience = 60, Dropout = 0, LearningRate = 0.01 };
        NflowModel model = new NflowGenerator(options).Fit(table, FitContext.ForSeed(3));
        double best = model.TrainingCurve.Where(p => !double.IsNaN(p.Validation)).Min(p => p.Validation),
            last = model.TrainingCurve[^1].Validation;
        Assert.Equal(60, model.TrainingCurve.Count);
        Assert.True(last > best + 0.02, "this should have overfitted");

        // The held-out rows, found as the fit finds them, like the kept weights at least as well as any one moment's.
        int[] order = FitContext.ForSeed(3).Stream.Child("hold out").Permutation(250);
        double held = -model.LogDensity(table.Take(order.AsSpan(0, 25))).Average();
        Assert.InRange(held, best - 1, best - 0.005);
    }

    [Fact]
    public void MomentsAreChosenColumnByColumnAndFew()
    {
        FlowMoments moments = new(2, 0);
        Assert.True(moments.IsDue(1));
        Assert.False(moments.Keep(0, [0], [5, 5, 5]));
        Assert.False(moments.Keep(1, [1], [4, 6, 5]));
        Assert.False(moments.Keep(2, [2], [3, 7, 4.9]));
        Assert.False(moments.Keep(10, [3], [3.5, 8, 4.9]));
        Assert.False(moments.IsDue(13));
        Assert.True(moments.IsDue(14));
        Assert.True(moments.Keep(14, [4], [3.5, 8, 4.899]));
        (float[][] weights, int[] choice) = moments.Choose(4);
        Assert.Equal([2f, 0f], weights.Select(w => w[0]));
        Assert.Equal([0, 1, 0], choice);
        Assert.Equal([2f], moments.Choose(1).Weights.Select(w => w[0]));
    }

    [Fact]
    public void RowsOfOtherColumnsAreRefusedAndValuesNeverSeenAreImpossible()
    {
        RandomStream stream = RandomStream.Of(13);
        int[] codes = [.. Enumerable.Range(0, 100).Select(_ => stream.NextInt(2))];
        Table table = new([new CategoricalColumn("a", codes, ["p", "q", "never"]), new ContinuousColumn("x", Normals(100, 14))]);
        NflowModel model = new NflowGenerator(Small with { Epochs = 2 }).Fit(table, FitContext.ForSeed(1));
        Assert.Throws<CausalLoomException>(() => model.LogDensity(table.Select(["x", "a"])));
        double[] density = model.LogDensity(
            new Table([new CategoricalColumn("a", [2, 0, 0], ["p", "q", "never"]), new ContinuousColumn("x", [0, double.NaN, 0.1])]));
        Assert.Equal(double.NegativeInfinity, density[0]);
        Assert.Equal(double.NegativeInfinity, density[1]);
        Assert.True(double.IsFinite(density[2]));
    }

    /// <summary>The integral over the normal scores of one or two columns without repeated numbers.</summary>
    private static double Integral(NflowModel model, int columns, double step)
    {
        int each = (int)(14 / step), count = columns == 1 ? each : each * each;
        FlowRows rows = new(count, columns);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                rows.Scores[(i * columns) + j] = (float)(-7 + (step * ((j == 0 ? i % each : i / each) + 0.5)));
            }
        }

        return new FlowDensity(model.Law).Of(rows).Sum(Math.Exp) * Math.Pow(step, columns);
    }

    private static Table Pair(int rows, double correlation, int seed)
    {
        double[] x = Normals(rows, seed), e = Normals(rows, seed + 1000);
        return new Table([new ContinuousColumn("x", x),
            new ContinuousColumn("y", [.. x.Select((v, i) => (correlation * v) + (Math.Sqrt(1 - (correlation * correlation)) * e[i]))])]);
    }

    private static double[] Normals(int count, int seed)
    {
        double[] values = new double[count];
        RandomStream.Of(seed).FillNormal(values);
        return values;
    }

    private static double Correlation(double[] x, double[] y)
    {
        double mx = x.Average(), my = y.Average();
        return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / Math.Sqrt(x.Sum(a => (a - mx) * (a - mx)) * y.Sum(b => (b - my) * (b - my)));
    }
}
