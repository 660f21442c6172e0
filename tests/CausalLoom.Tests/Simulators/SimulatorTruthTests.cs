using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Simulators;

/// <summary>
/// The recorded truth of every simulator against a large draw; bounds at five standard errors (false-alarm rate 6e-7 a figure).
/// </summary>
public sealed class SimulatorTruthTests
{
    public static TheoryData<string> Names =>
    [
        "demo", "steam outcome_only=1 treatment_only=1", "steam dimensions=5 slope=1.5 centre=1", "toy", "kang-schafer",
            "kang-schafer latent=true",
        "hybrid", "hybrid overlap=soft", "hybrid overlap=moderate simple=true", "hybrid dimensions=20 overlap=moderate",
            "hybrid dimensions=20 simple=true",
        "hybrid effect=null confounding=strong overlap=poor", "hybrid effect=heterogeneous overlap=moderate",
            "hybrid effect=heterogeneous confounding=strong overlap=moderate",
        "hybrid confounding=strong overlap=moderate noise_columns=2", "hybrid effect=constant confounding=strong overlap=moderate",
        "hybrid dimensions=20 effect=heterogeneous overlap=moderate",
            "hybrid dimensions=20 effect=heterogeneous confounding=strong overlap=moderate",
        "hybrid dimensions=20 confounding=strong overlap=moderate",
            "hybrid dimensions=20 effect=constant confounding=strong overlap=moderate",
        "nie-wager", "nie-wager setup=B dimensions=12", "nie-wager setup=C sigma=2", "nie-wager setup=D",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void RecordedEffectIsTheMeanOfItsPotentialOutcomes(string name)
    {
        const int n = 60_000;
        ISimulator simulator = Create(name);
        Truth truth = simulator.Draw(n, RandomStream.Of(90)).Truth!;
        (double cate, double se) = MeanAndError(truth.Cate());
        Assert.InRange(cate, simulator.AverageEffect - (5 * se) - 0.001, simulator.AverageEffect + (5 * se) + 0.001);
        double[] gaps = [.. truth.PotentialOutcomes[1].Zip(truth.PotentialOutcomes[0], (y1, y0) => y1 - y0)
            .Zip(truth.Cate(), (a, b) => a - b)];
        (double gap, double gapSe) = MeanAndError(gaps);
        Assert.InRange(gap, -5 * gapSe, 5 * gapSe);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void IdentifiedContrastEqualsTheRecordedTruth(string name)
    {
        // Inverse weighting by the recorded propensity uses W and Y alone: it finds the recorded effect only if
        // assignment depends on X as recorded and outcomes are consistent with it.
        const int n = 60_000;
        ISimulator simulator = Create(name);
        SyntheticData data = simulator.Draw(n, RandomStream.Of(91));
        int[] w = ((BinaryColumn)data.Table[simulator.Treatment]).Codes;
        double[] y = data.Table[simulator.Outcome].ToNumbers();
        Truth truth = data.Truth!;
        double[] score = new double[n];
        for (int i = 0; i < n; i++)
        {
            double p = truth.Propensity[1][i], residual = y[i] - truth.Mu[w[i]][i];
            score[i] = truth.Mu[1][i] - truth.Mu[0][i] + ((w[i] / p) - ((1 - w[i]) / (1 - p))) * residual;
            if (truth.PotentialOutcomes[w[i]][i] != y[i])
            {
                Assert.Fail($"Row {i}: the outcome {y[i]} is not the potential outcome of its arm.");
            }
        }

        (double estimate, double se) = MeanAndError(score);
        Assert.InRange(estimate, simulator.AverageEffect - (5 * se) - 0.001, simulator.AverageEffect + (5 * se) + 0.001);
        (double share, double shareSe) = MeanAndError([.. w.Select((arm, i) => arm - truth.Propensity[1][i])]);
        Assert.InRange(share, -5 * shareSe, 5 * shareSe);
    }

    [Fact]
    public void TheHybridPapersBaseProcessHasTheTruthThatTwoMillionDrawsGive()
    {
        // .41847 ± .0005 (docs/methods/simulators.md), and the naive difference of its observational form, .4297, which says how weak
        // confounding is.
        SyntheticData data = Named.Simulator("hybrid", ["overlap=base"]).Draw(2_000_000, RandomStream.Of(7));
        Assert.InRange(data.Truth!.Cate().Average(), 0.41847 - 0.0005, 0.41847 + 0.0005);
        int[] w = ((BinaryColumn)data.Table["A"]).Codes, y = ((BinaryColumn)data.Table["Y"]).Codes;
        double naive = w.Zip(y).Where(r => r.First == 1).Average(r => r.Second) - w.Zip(y).Where(r => r.First == 0).Average(r => r.Second);
        Assert.InRange(naive, 0.4297 - 0.005, 0.4297 + 0.005);
        double[] g = data.Truth.Propensity[1];
        Assert.InRange(g.Average(p => p * (1 - p)), 0.0080, 0.0092);
        Assert.InRange(g.Count(p => p < 0.001) / 2e6, 0.78, 0.80);
    }

    [Fact]
    public void EveryVariableHasAStreamOfItsOwn()
    {
        // The papers' code replays one stream for covariates and (A, Y): in its trials A equals W1. Here no covariate tells A.
        SyntheticData trial = Named.Simulator("hybrid").Draw(50_000, RandomStream.Of(3));
        double[] a = trial.Table["A"].ToNumbers();
        foreach (Column column in trial.Table.Columns.Where(c => c.Name is not ("A" or "Y")))
        {
            Assert.InRange(Correlation(column.ToNumbers(), a), -5 / Math.Sqrt(50_000), 5 / Math.Sqrt(50_000));
        }

        // And a longer draw begins with the rows of a shorter one.
        SyntheticData longer = Named.Simulator("hybrid", ["dimensions=20"]).Draw(30, RandomStream.Of(3)),
            shorter = Named.Simulator("hybrid", ["dimensions=20"]).Draw(10, RandomStream.Of(3));
        Assert.All(shorter.Table.Columns, c =>
            Assert.All(Enumerable.Range(0, 10), i => Assert.Equal(c.TextAt(i), longer.Table[c.Name].TextAt(i))));
    }

    [Fact]
    public void NoiseColumnsChangeNothingButThemselves()
    {
        // A correlation of 20,000 rows beyond 5.5/√n: false-alarm rate 4e-8 a pair, 3e-6 in all.
        const int n = 20_000;
        SyntheticData plain = Named.Simulator("hybrid", ["overlap=poor"]).Draw(n, RandomStream.Of(3)),
            noisy = Named.Simulator("hybrid", ["overlap=poor", "noise_columns=4"]).Draw(n, RandomStream.Of(3));
        Assert.Equal(["W1", "W2", "W3", "W4", "W5", "W6", "N1", "N2", "N3", "N4", "A", "Y"], noisy.Table.Columns.Select(c => c.Name));
        Assert.All(plain.Table.Columns, c => Assert.Equal(c.ToNumbers(), noisy.Table[c.Name].ToNumbers()));
        Assert.Equal(plain.Truth!.Mu[1], noisy.Truth!.Mu[1]);
        Column[] noise = [.. noisy.Table.Columns.Where(c => c.Name[0] == 'N')];
        foreach ((Column column, int place) in noise.Select((c, i) => (c, i)))
        {
            double[] x = column.ToNumbers();
            Assert.InRange(x.Average(), -5.5 / Math.Sqrt(n), 5.5 / Math.Sqrt(n));
            Assert.InRange(x.Average(v => v * v), 1 - (5.5 * Math.Sqrt(2.0 / n)), 1 + (5.5 * Math.Sqrt(2.0 / n)));
            Assert.All(plain.Table.Columns.Concat(noise.Take(place)), c =>
                Assert.InRange(Correlation(x, c.ToNumbers()), -5.5 / Math.Sqrt(n), 5.5 / Math.Sqrt(n)));
        }
    }

    [Fact]
    public void StrongConfoundingIsWhatItIsCalled()
    {
        // Naive differences of the arms without any effect, by numpy (tools/reference/hybrid_truths.py): .012 and .169 under moderate
        // overlap.
        Assert.InRange(Naive("confounding=papers"), 0.012 - 0.012, 0.012 + 0.012);
        Assert.InRange(Naive("confounding=strong"), 0.169 - 0.012, 0.169 + 0.012);

        // 200,000 rows: the standard error is .0022; five of them.
        static double Naive(string confounding)
        {
            SyntheticData data = Named.Simulator("hybrid", ["effect=null", "overlap=moderate", confounding])
                .Draw(200_000, RandomStream.Of(5));
            double[] w = data.Table["A"].ToNumbers(), y = data.Table["Y"].ToNumbers();
            return y.Where((_, i) => w[i] == 1).Average() - y.Where((_, i) => w[i] == 0).Average();
        }
    }

    [Theory]
    [InlineData("nobody", "The simulators are")]
    [InlineData("hybrid dimension=6", "dimension")]
    [InlineData("hybrid overlap=none", "one of randomized")]
    [InlineData("hybrid dimensions=7", "6 or 20")]
    [InlineData("hybrid simple=perhaps", "true or false")]
    [InlineData("hybrid effect=none", "one of papers, constant, null, heterogeneous")]
    [InlineData("hybrid effect=null simple=true", "leave one of the two out")]
    [InlineData("hybrid confounding=weak", "one of papers, strong")]
    [InlineData("hybrid noise_columns=-1", "0 to 1000 noise columns")]
    [InlineData("nie-wager sigma=-1", "sigma above 0")]
    [InlineData("steam slope=steep", "a number")]
    [InlineData("toy size=1", "size")]
    public void WrongNamesAndSettingsAreRefusedInOneLine(string words, string expected)
    {
        string message = Assert.Throws<CausalLoomException>(() => Create(words)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void RolesBeyondTheDimensionAreRefused()
    {
        CausalLoomException e = Assert.Throws<CausalLoomException>(() => new SteamSimulator(new SteamSimulatorOptions(Dimensions: 3)));
        Assert.Contains("raise the dimension", e.Message, StringComparison.Ordinal);
    }

    private static ISimulator Create(string words) =>
        words.Split(' ') is [var name, .. var settings] ? Named.Simulator(name, settings) : throw new ArgumentException(words);

    private static double Correlation(double[] x, double[] y)
    {
        double mx = x.Average(), my = y.Average();
        return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / Math.Sqrt(x.Sum(v => (v - mx) * (v - mx)) * y.Sum(v => (v - my) * (v - my)));
    }

    private static (double Mean, double Error) MeanAndError(double[] values)
    {
        double mean = values.Average(), squares = values.Sum(v => (v - mean) * (v - mean));
        return (mean, Math.Sqrt(squares / (values.Length - 1.0) / values.Length));
    }
}
