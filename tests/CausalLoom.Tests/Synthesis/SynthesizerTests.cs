using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Residuals;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Sandbox;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Synthesis;

public sealed class SynthesizerTests
{
    private static readonly CausalData Demo = Draw(new DemoSimulator(), 600, 4);

    public static TheoryData<string> Methods => ["steam", "hybrid", "joint", "joint-xw"];

    [Theory]
    [MemberData(nameof(Methods))]
    public void SameSeedSameRowsWhateverTheThreadsAndThroughAFile(string method)
    {
        IFittedSynthesizer one = Quick(method).Fit(Demo, FitContext.ForSeed(3, threads: 1));
        IFittedSynthesizer two = Quick(method).Fit(Demo, FitContext.ForSeed(3, threads: 2));
        IFittedSynthesizer loaded = Named.LoadSynthesizer(Reread(one.Save()));
        string rows = Text(one.Draw(200, RandomStream.Of(8)));
        Assert.Equal(rows, Text(two.Draw(200, RandomStream.Of(8))));
        Assert.Equal(rows, Text(loaded.Draw(200, RandomStream.Of(8))));
        Assert.NotEqual(rows, Text(one.Draw(200, RandomStream.Of(9))));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void RowsHaveTheColumnsTypesAndLevelsOfTheData(string method)
    {
        string[] order = ["sbp_change", "drug", .. Demo.Covariates.Columns.Select(c => c.Name)];
        IFittedSynthesizer fitted = Quick(method).Writing(order)
            .Fit(Demo, FitContext.ForSeed(3));
        SyntheticData drawn = fitted.Draw(300, RandomStream.Of(8));
        Assert.Equal(order, drawn.Table.Columns.Select(c => c.Name));
        CausalData like = Demo.Like(drawn.Table);
        Assert.Equal(Demo.Covariates.Columns.Select(c => c.Type), like.Covariates.Columns.Select(c => c.Type));
        Assert.InRange(like.Outcome.Min(), Demo.Outcome.Min(), double.MaxValue);
        Assert.InRange(like.Outcome.Max(), double.MinValue, Demo.Outcome.Max());
        Assert.Equal(method == "joint", drawn.Truth is null);
        Assert.InRange(like.Covariates["crp"].MissingCount / 300.0, 0.02, 0.16);
    }

    [Theory]
    [InlineData("residual")]
    [InlineData("none")]
    public void TheTruthBelongsToTheRows(string noise)
    {
        IFittedSynthesizer fitted = Quick("steam", noise)
            .Fit(Demo, FitContext.ForSeed(3));
        SyntheticData drawn = fitted.Draw(500, RandomStream.Of(8));
        Truth truth = drawn.Truth!;
        int[] w = ((BinaryColumn)drawn.Table["drug"]).Codes;
        double[] y = drawn.Table["sbp_change"].ToNumbers();
        for (int i = 0; i < y.Length; i++)
        {
            Assert.Equal(truth.PotentialOutcomes[w[i]][i], y[i]);
            Assert.Equal(1, truth.Propensity[0][i] + truth.Propensity[1][i], 12);
            if (noise == "none")
            {
                Assert.Equal(truth.Mu[w[i]][i], y[i], 0.0501);
            }
        }
    }

    [Fact]
    public void RecordedMeansAreThoseOfTheLawDrawnFrom()
    {
        // 100 rows drawn 400 times over: each row's average outcome against its recorded mean. The sum of 100 squared
        // z-scores has mean 100 and SD 14.1; 200 is 7 SDs (false-alarm rate 1e-8). The range cuts off many draws here, and
        // the unclamped means would be far outside.
        const int rows = 100, draws = 400;
        CausalData skewed = Skewed();
        OutcomeMechanism outcome = OutcomeMechanism.Fit(skewed, Named.Outcome("boosting"), OutcomeNoise.Residual,
            FitContext.ForSeed(3));
        Table x = skewed.Covariates.Take([.. Enumerable.Range(0, rows)]);
        double[] mu = outcome.Draw(x, 2, RandomStream.Of(1)).Mu[0];
        Assert.InRange(DrawnMeans.Statistic(outcome, x, mu, draws), 40, 200);
        Assert.True(mu.Min() >= 0, "a mean of outcomes kept at or above zero");
    }

    [Fact]
    public void ArmsAreDrawnWithTheRecordedPropensity()
    {
        // The sum of W − p over 4000 rows, in standard errors: six (false-alarm rate 2e-9), overall and among likely rows.
        SyntheticData drawn = Quick("steam").Fit(Demo, FitContext.ForSeed(3))
            .Draw(4000, RandomStream.Of(8));
        int[] w = ((BinaryColumn)drawn.Table["drug"]).Codes;
        double[] p = drawn.Truth!.Propensity[1];
        foreach (double from in new[] { 0, 0.4 })
        {
            int[] rows = [.. Enumerable.Range(0, w.Length).Where(i => p[i] >= from)];
            Assert.True(rows.Length > 200);
            Assert.InRange(rows.Sum(i => w[i] - p[i]) / Math.Sqrt(rows.Sum(i => p[i] * (1 - p[i]))), -6, 6);
        }
    }

    [Fact]
    public void ResidualNoiseKeepsTheSpreadOfTheOutcomeAndNoNoiseLosesIt()
    {
        double real = Sd(Demo.Outcome.Values);
        double With(string noise) => Sd(Quick("steam", noise)
            .Fit(Demo, FitContext.ForSeed(3)).Draw(4000, RandomStream.Of(8)).Table["sbp_change"].ToNumbers());
        Assert.InRange(With("residual") / real, 0.9, 1.1);
        Assert.InRange(With("none") / real, 0, 0.8);
    }

    [Fact]
    public void ATwoLevelOutcomeIsDrawnNotAveraged()
    {
        int[] y = [.. Demo.Outcome.Select(v => v < -3 ? 1 : 0)];
        CausalData binary = CausalData.From(Demo.Covariates.With(new BinaryColumn("drug", Demo.Treatment.Codes, ["0", "1"]),
            new BinaryColumn("response", y, ["no", "yes"])), "drug", "response");
        SyntheticData drawn = Quick("steam").Fit(binary, FitContext.ForSeed(3))
            .Draw(2000, RandomStream.Of(8));
        BinaryColumn response = Assert.IsType<BinaryColumn>(drawn.Table["response"]);
        Assert.Equal(["no", "yes"], response.Levels);
        Assert.All(drawn.Truth!.Mu[1], p => Assert.InRange(p, 0, 1));
        Assert.InRange(response.Codes.Average() - y.Average(), -0.06, 0.06);
    }

    [Fact]
    public void FlagsThatAMethodWouldIgnoreAreRefused()
    {
        Assert.Throws<CausalLoomException>(() => Named.Plan("joint", propensity: "logistic"));
        Assert.Throws<CausalLoomException>(() => Named.Plan("joint").RequireTruth());
        Assert.Throws<CausalLoomException>(() => Named.Plan(preset: "nobody"));
        Assert.Equal("none", Named.Plan(preset: "steam-paper").Part("outcome-noise"));
        Assert.Equal("residual", Named.Plan(noise: "residual", preset: "steam-paper").Part("outcome-noise"));
    }

    [Fact]
    public void AJointModelThatTakesTargetsLearnsTreatmentThenOutcomeWithOverlapUndone()
    {
        CausalData data = Draw(new SteamSimulator(SteamSimulatorOptions.StrongConfounding), 600, 6);
        Recorder recorder = new();
        _ = new JointSynthesizer { Generator = recorder }.Fit(data, FitContext.ForSeed(3));
        Assert.Equal([data.TreatmentSpace.Name, data.OutcomeColumn.Name], recorder.Targets.Select(t => t.Name));
        Assert.All(recorder.Targets, t =>
        {
            Assert.Equal(1, t.Weights!.Average(), 9);
            Assert.InRange(t.Weights!.Max() / t.Weights!.Min(), 1.2, 0.25 / (0.05 * 0.95) + 1e-9);
        });

        // Three treated rows do not tell a propensity: all rows count alike.
        CausalData tiny = data.Take([.. Enumerable.Range(0, 600).Where(i => data.Treatment[i] == 0)
            .Concat(Enumerable.Range(0, 600).Where(i => data.Treatment[i] == 1).Take(3))]);
        _ = new JointSynthesizer { Generator = recorder }.Fit(tiny, FitContext.ForSeed(3));
        Assert.All(recorder.Targets, t => Assert.Null(t.Weights));
    }

    private sealed class Recorder : ITargetedGenerator
    {
        public string Name => "copula";

        public IReadOnlyList<TargetColumn> Targets { get; private set; } = [];

        public ITabularModel Fit(Table table, FitContext context) => throw new InvalidOperationException("The targets were not given.");

        public ITabularModel Fit(Table table, IReadOnlyList<TargetColumn> targets, FitContext context)
        {
            Targets = targets;
            return Named.Generator(Name).Fit(table, context);
        }
    }

    private static ISynthesizer Quick(string method, string? noise = null) => method switch
    {
        "steam" => Named.Synthesizer("steam", "copula", "logistic", "boosting", noise),
        "hybrid" => Named.Synthesizer("hybrid", "copula", "logistic", "stack"),
        "joint-xw" => Named.Synthesizer("joint-xw", "copula", outcome: "boosting"),
        _ => Named.Synthesizer("joint", "copula"),
    };

    private static CausalData Draw(ISimulator simulator, int rows, long seed) =>
        CausalData.From(simulator.Draw(rows, RandomStream.Of(seed)).Table, simulator.Treatment, simulator.Outcome);

    /// <summary>Earnings-like outcomes at a bound: the range cuts off many draws, so recorded means must account for it.</summary>
    private static CausalData Skewed()
    {
        CausalData data = Draw(new SteamSimulator(SteamSimulatorOptions.StrongConfounding), 800, 6);
        double[] y = [.. data.Outcome.Select(v => Math.Max(0, v - 1))];
        return CausalData.From(data.Covariates.With(new BinaryColumn("w", data.Treatment.Codes, ["0", "1"]), new ContinuousColumn("y", y)),
            "w", "y");
    }

    private static ModelState Reread(ModelState state)
    {
        using MemoryStream stream = new();
        LoomArchive.Write(stream, state);
        return LoomArchive.Read(stream.ToArray(), "model.loom").State;
    }

    private static string Text(SyntheticData data)
    {
        using MemoryStream stream = new();
        CsvTableWriter.Write(stream, data.Table);
        if (data.Truth is { } truth)
        {
            CsvTableWriter.Write(stream, TruthTable.Of(truth, ["0", "1"]));
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static double Sd(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }
}
