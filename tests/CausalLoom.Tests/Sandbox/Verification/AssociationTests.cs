using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Sandbox.Exact;
using CausalLoom.Sandbox.Verification;
using CausalLoom.Simulators;

namespace CausalLoom.Tests.Sandbox.Verification;

/// <summary>
/// Correlations that a request implies have errors of their own, and a lost or weakened association is seen in spite of them.
/// </summary>
public sealed class AssociationTests
{
    private static readonly VerificationOptions Options = new();

    [Fact]
    public void WeightsCountRowsAndMissingRowsAreLeftOut()
    {
        double[] x = [1, 2, 2, 4, double.NaN, 3], y = [2, 1, 1, 5, 9, 4];
        double plain = Pearson([1, 2, 2, 4, 3], [2, 1, 1, 5, 4]);
        Assert.Equal(plain, WeightedCorrelation.Of(x, y, []).Value, 12);
        Assert.Equal(5, WeightedCorrelation.Of(x, y, []).Weight);
        CorrelationEstimate weighted = WeightedCorrelation.Of([1, 2, 4, double.NaN, 3], [2, 1, 5, 9, 4], [1, 2, 1, 1, 1]);
        Assert.Equal(plain, weighted.Value, 12);
        Assert.Equal(0, WeightedCorrelation.Of([1, 1, 1], [1, 2, 3], []).Value);
    }

    [Fact]
    public void TheErrorOfAWeightedCorrelationIsThatOfRepeatedSamples()
    {
        // Coins of known probabilities under weights that leave few rows. The SD of 600 repeats is known to 3 %; within 12 % but once in
        // 10,000.
        RandomStream stream = RandomStream.Of(1);
        double[] values = new double[600], errors = new double[600];
        for (int k = 0; k < values.Length; k++)
        {
            double[] x = [.. Enumerable.Range(0, 500).Select(i => i % 3 == 0 ? double.NaN : stream.NextExponential())];
            double[] score = [.. x.Select(v => stream.NextNormal() + (double.IsNaN(v) ? 0 : v))];
            UncertainVariable y = UncertainVariable.Coin(Array.ConvertAll(score, s => Sigmoid(s - 1)), new double[x.Length]);
            CorrelationEstimate seen = WeightedCorrelation.Of(x, y, Array.ConvertAll(score, s => Sigmoid(-2 * s)));
            (values[k], errors[k]) = (seen.Value, seen.StandardError);
        }

        Assert.Equal(1, errors.Average() / Sd(values), 0.12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheErrorOfWhatARequestImpliesIsThatOfRepeatedSamples(bool assigned)
    {
        // Least squares in each arm and logistic regression, which is what the influence of a row on a regression stands for. 400 repeats:
        // the
        // SD is known to 3.5 %.
        RandomStream stream = RandomStream.Of(assigned ? 2 : 3);
        SandboxKnobs knobs = new(Knob.Constant(0.3), Knob.Zero, Knob.Constant(0.2),
            assigned ? Knob.Of("x", x => Array.ConvertAll(Numbers(x), v => 1.5 * v)) : null);
        double[][] values = [new double[400], new double[400], new double[400]],
            errors = [new double[400], new double[400], new double[400]];
        for (int k = 0; k < 400; k++)
        {
            (CausalData real, RealRegressions regressions) = Linear(300, stream);
            ImpliedLaw implied = ImpliedLaw.Of(
                real, Request.Of(knobs, real.Covariates, (double)real.Treated / real.Rows, regressions.Assignment), regressions);
            double[] x = Numbers(real.Covariates);
            CorrelationEstimate[] seen = [implied.WithOutcome(x, 0), implied.WithOutcome(x, 1), implied.WithTreatment(x)];
            for (int j = 0; j < 3; j++)
            {
                (values[j][k], errors[j][k]) = (seen[j].Value, seen[j].StandardError);
            }
        }

        Assert.Equal(1, errors[0].Average() / Sd(values[0]), 0.17);
        Assert.Equal(1, errors[1].Average() / Sd(values[1]), 0.17);

        Assert.Equal(1, errors[2].Average() / Sd(values[2]), 0.17);
    }

    [Fact]
    public void FewRowsWithAValueAreFew()
    {
        // 20,000 rows, 50 of which have the column: its correlation is known to 1/√50, not to 1/√20,000.
        double[] x = new double[20_000], y = new double[20_000];
        RandomStream stream = RandomStream.Of(4);
        for (int i = 0; i < x.Length; i++)
        {
            (x[i], y[i]) = (i < 50 ? stream.NextNormal() : double.NaN, stream.NextNormal());
        }

        Assert.InRange(WeightedCorrelation.Of(x, y, []).NoLessThanNormal, 0.1, 0.2);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void AHalvedAssociationIsNamed(int seed)
    {
        // Every other outcome is drawn anew from its arm: means and effect stay, half of what covariates say of the outcome goes.
        CausalData real = CausalData.From(new ToySimulator().Draw(1000, RandomStream.Of(seed)).Table, "T", "Y");
        ExactModel model = new ExactSandbox(Steady(), new ExactOptions
            { Generator = Named.Generator("bootstrap"), PoolRows = 5000 })
            .Plan(real.Two(), FitContext.ForSeed(seed)).Fit(FitContext.ForSeed(seed));
        RealRegressions regressions = RealRegressions.Of(real, FitContext.ForSeed(seed));
        SandboxDraw units = model.DrawUnits(20_000, RandomStream.Of(seed));
        Assert.True(Check(model, real, regressions, units, units.Outcomes).Passed);
        Assert.False(Check(model, real, regressions, units, Halved(units.Outcomes, RandomStream.Of(seed))).Passed);
    }

    [Fact]
    public void TheRuleAllowsForTheErrorOfEitherSide()
    {
        AssociationLine line = new("x", "t", 0, 0.1, 0.2, 0.01) { ImpliedError = 0.03, Expected = 0.19 };
        Assert.Equal(0.1 - (2.5 * Math.Sqrt(0.001)), line.OffImplied(2.5), 12);
        Assert.Equal(0, line.OffExpected(2.5), 12);
        Assert.True(AssociationCheck.Of([line], [], Options).Passed);
        Assert.False(AssociationCheck.Of([line with { Expected = 0.12 }], [], Options).Passed);
        Assert.False(AssociationCheck.Of([line with { Implied = 0.05 }], [], Options).Passed);
        Assert.False(AssociationCheck.Of([line], [line with { Expected = 0.12 }], Options).Passed);
    }

    // A constant effect, so that to draw outcomes anew within an arm leaves it as it is.
    private static SandboxKnobs Steady() => new(Knob.Constant(0.1), Knob.Zero, Knob.Zero, Knob.Zero);

    private static AssociationCheck Check(ExactModel model, CausalData real, RealRegressions regressions, SandboxDraw units,
        SandboxOutcomes outcomes)
    {
        double[] y = [.. units.Treatment.Select((t, i) => t == 1 ? outcomes.Y1[i] : outcomes.Y0[i])];
        ImpliedLaw implied = ImpliedLaw.Of(real, On(real.Covariates, (double)real.Treated / real.Rows), regressions);
        ImpliedLaw expected = ImpliedLaw.Of(true, On(units.Covariates, units.Treatment.Average()), regressions, units.Covariates);
        AssociationVerifier verifier = new(real, implied, units.Covariates, expected, units.Treatment, UncertainVariable.Seen(y));
        return AssociationCheck.Of(verifier.Lines(), verifier.Scores(), Options);

        Request On(Table rows, double share) => Request.Of(model.Knobs, rows, share, regressions.Assignment);
    }

    private static SandboxOutcomes Halved(SandboxOutcomes y, RandomStream stream) =>
        y with { Y0 = Halved(y.Y0, stream), Y1 = Halved(y.Y1, stream) };

    private static double[] Halved(double[] y, RandomStream stream) =>
        [.. y.Select((v, i) => i % 2 == 0 ? v : y[stream.NextInt(y.Length)])];

    private static (CausalData Real, RealRegressions Regressions) Linear(int n, RandomStream stream)
    {
        double[] x = new double[n], y = new double[n], e = new double[n];
        int[] t = new int[n];
        for (int i = 0; i < n; i++)
        {
            x[i] = stream.NextNormal();
            e[i] = Sigmoid(x[i] / 2);
            t[i] = stream.NextBernoulli(e[i]) ? 1 : 0;
            y[i] = (0.3 * x[i]) + t[i] + stream.NextNormal();
        }

        CausalData data = CausalData.From(
            new Table([new ContinuousColumn("x", x), new BinaryColumn("t", t, ["0", "1"]), new ContinuousColumn("y", y)]), "t", "y");
        double[][] mu = [Line(x, y, t, 0), Line(x, y, t, 1)];
        double[] left = [.. y.Select((v, i) => v - mu[t[i]][i])];
        double[] variance = [.. new[] { 0, 1 }.Select(arm => left.Where((_, i) => t[i] == arm).Average(r => r * r))];
        Logistic assignment = Logistic.Fit(x, t);
        return (data, new RealRegressions(new ArmRegressions(mu[0], mu[1], assignment.Predict(data.Covariates)), new None(), assignment,
            variance, ["x"]));
    }

    private static double[] Line(double[] x, double[] y, int[] t, int arm)
    {
        int[] rows = [.. Enumerable.Range(0, x.Length).Where(i => t[i] == arm)];
        double mx = rows.Average(i => x[i]), my = rows.Average(i => y[i]),
            slope = rows.Sum(i => (x[i] - mx) * (y[i] - my)) / rows.Sum(i => (x[i] - mx) * (x[i] - mx));
        return Array.ConvertAll(x, v => my + (slope * (v - mx)));
    }

    private static double[] Numbers(Table x) => ((ContinuousColumn)x["x"]).Values;

    private static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));

    private static double Pearson(double[] x, double[] y) =>
        x.Zip(y, (a, b) => (a - x.Average()) * (b - y.Average())).Average() / (Sd(x) * Sd(y));

    private static double Sd(double[] values) => Math.Sqrt(values.Average(v => (v - values.Average()) * (v - values.Average())));

    private sealed class None : IOutcomeModel
    {
        public double[] Mean(Table covariates, int arm) => throw new NotSupportedException();

        public ModelState Save() => throw new NotSupportedException();
    }

    private sealed record Logistic(double Intercept, double Slope) : IBinaryPropensityModel
    {
        public static Logistic Fit(double[] x, int[] t)
        {
            double a = 0, b = 0;
            for (int step = 0; step < 8; step++)
            {
                double[] e = Array.ConvertAll(x, v => Sigmoid(a + (b * v)));
                double g0 = t.Zip(e, (y, p) => y - p).Sum(), g1 = t.Zip(e, (y, p) => y - p).Zip(x, (r, v) => r * v).Sum();
                double h00 = e.Sum(p => p * (1 - p)), h01 = e.Zip(x, (p, v) => p * (1 - p) * v).Sum(),
                    h11 = e.Zip(x, (p, v) => p * (1 - p) * v * v).Sum();
                double determinant = (h00 * h11) - (h01 * h01);
                a += ((h11 * g0) - (h01 * g1)) / determinant;
                b += ((h00 * g1) - (h01 * g0)) / determinant;
            }

            return new Logistic(a, b);
        }

        public double[] Predict(Table covariates) => Array.ConvertAll(Numbers(covariates), v => Sigmoid(Intercept + (Slope * v)));

        public ModelState Save() => throw new NotSupportedException();
    }
}
