using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Simulators;

/// <summary>The recorded truth of every simulator against a large draw; bounds at five standard errors (false-alarm rate 6e-7 a figure).</summary>
public sealed class SimulatorTruthTests
{
    public static TheoryData<string> Names => ["demo", "steam", "steam-strong"];

    [Theory]
    [MemberData(nameof(Names))]
    public void RecordedEffectIsTheMeanOfItsPotentialOutcomes(string name)
    {
        const int n = 400_000;
        ISimulator simulator = Create(name);
        Truth truth = simulator.Draw(n, RandomStream.Of(90)).Truth!;
        (double cate, double se) = MeanAndError(truth.Cate());
        Assert.InRange(cate, simulator.AverageEffect - (5 * se) - 0.001, simulator.AverageEffect + (5 * se) + 0.001);
        double[] gaps = [.. truth.PotentialOutcomes[1].Zip(truth.PotentialOutcomes[0], (y1, y0) => y1 - y0).Zip(truth.Cate(), (a, b) => a - b)];
        (double gap, double gapSe) = MeanAndError(gaps);
        Assert.InRange(gap, -5 * gapSe, 5 * gapSe);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void IdentifiedContrastEqualsTheRecordedTruth(string name)
    {
        // Inverse weighting by the recorded propensity uses W and Y alone: it finds the recorded effect only if
        // assignment depends on X as recorded and outcomes are consistent with it.
        const int n = 400_000;
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
            Assert.Equal(truth.PotentialOutcomes[w[i]][i], y[i]);
        }

        (double estimate, double se) = MeanAndError(score);
        Assert.InRange(estimate, simulator.AverageEffect - (5 * se) - 0.001, simulator.AverageEffect + (5 * se) + 0.001);
        (double share, double shareSe) = MeanAndError([.. w.Select((arm, i) => arm - truth.Propensity[1][i])]);
        Assert.InRange(share, -5 * shareSe, 5 * shareSe);
    }

    [Fact]
    public void RolesBeyondTheDimensionAreRefused()
    {
        CausalLoomException e = Assert.Throws<CausalLoomException>(() => new SteamSimulator(new SteamSimulatorOptions(Dimensions: 3)));
        Assert.Contains("raise the dimension", e.Message, StringComparison.Ordinal);
    }

    private static ISimulator Create(string name) => name switch
    {
        "demo" => new DemoSimulator(),
        "steam" => new SteamSimulator(new SteamSimulatorOptions(OutcomeOnly: 1, TreatmentOnly: 1)),
        _ => new SteamSimulator(SteamSimulatorOptions.StrongConfounding),
    };

    private static (double Mean, double Error) MeanAndError(double[] values)
    {
        double mean = values.Average(), squares = values.Sum(v => (v - mean) * (v - mean));
        return (mean, Math.Sqrt(squares / (values.Length - 1.0) / values.Length));
    }
}
