using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Sandbox.Comparison;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Sandbox.Comparison;

/// <summary>
/// Other tools' knobs: truths by Monte Carlo and at their extremes; statistical bounds are 4.5 standard errors (false alarms below 1e-5
/// each).
/// </summary>
public sealed class ComparisonTests
{
    private const int Rows = 20_000;
    private static readonly CausalData Binary = ComparisonData.Binary;
    private static readonly Plasmode Models = ComparisonData.Models;

    public static TheoryData<bool> Outcomes => [true, false];

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void KnobsAtRestChangeNothing(bool binary)
    {
        CausalData real = Data(binary);
        TunedSource tuned = new RealCauseStyle(Models, new RealCauseKnobs()).Fit(real, FitContext.ForSeed(1));
        TunedSource models = Models.Fit(real, FitContext.ForSeed(1));
        SyntheticData plain = models.Draw(500, RandomStream.Of(2)), drawn = tuned.Draw(500, RandomStream.Of(2));
        Assert.Equal(models.AverageEffect!.Value, tuned.AverageEffect!.Value, 9);
        for (int t = 0; t < 2; t++)
        {
            Assert.Equal(plain.Truth!.Mu[t], drawn.Truth!.Mu[t], Near);
            Assert.Equal(plain.Truth.Propensity[t], drawn.Truth.Propensity[t], Near);
        }

        Assert.Equal(plain.Table.Columns.Select(c => c.Name), drawn.Table.Columns.Select(c => c.Name));
        Assert.All(plain.Table.Columns, c => Assert.Equal(c.ToNumbers(), drawn.Table[c.Name].ToNumbers(), Near));
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void TruthIsWhatIsDrawn(bool binary)
    {
        RealCauseKnobs knobs = new() { OverlapScale = 2, EffectScale = 0.5, Heterogeneity = 0.5 };
        TunedSource tuned = new RealCauseStyle(Models, knobs).Fit(Data(binary), FitContext.ForSeed(1));
        TunedSource plain = new RealCauseStyle(Models, new RealCauseKnobs()).Fit(Data(binary), FitContext.ForSeed(1));
        SyntheticData drawn = tuned.Draw(Rows, RandomStream.Of(3)), before = plain.Draw(Rows, RandomStream.Of(3));
        Truth truth = drawn.Truth!;
        double fitted = plain.AverageEffect!.Value, effectOfAll = tuned.AverageEffect!.Value;
        double[] cate = truth.Cate(), was = before.Truth!.Cate(), e = truth.Propensity[1];
        Assert.Equal(Array.ConvertAll(was, v => 0.5 * (fitted + (0.5 * (v - fitted)))), cate, Near);
        Assert.Equal(0.5 * fitted, effectOfAll, 9);
        if (binary)
        {
            Assert.All(truth.Mu.SelectMany(mu => mu), p => Assert.InRange(p, 0, 1));
        }

        // Twice the logit about its mean.
        Assert.Equal(2, (LogisticRegression.Logit(e[0]) - LogisticRegression.Logit(e[1])) / (
            LogisticRegression.Logit(before.Truth.Propensity[1][0]) - LogisticRegression.Logit(before.Truth.Propensity[1][1])), 6);
        double[] arms = drawn.Table["T"].ToNumbers(), y = drawn.Table["Y"].ToNumbers();
        foreach (bool high in new[] { false, true })
        {
            double cut = e.Order().ElementAt(Rows / 2), effect = cate.Order().ElementAt(Rows / 2);
            ComparisonData.IsNought([.. Enumerable.Range(0, Rows).Where(i => e[i] > cut == high).Select(i => arms[i] - e[i])]);
            ComparisonData.IsNought([.. Enumerable.Range(0, Rows).Where(i => cate[i] > effect == high)
                .Select(i => truth.PotentialOutcomes[1][i] - truth.PotentialOutcomes[0][i] - cate[i])]);
        }

        ComparisonData.IsNought([.. Enumerable.Range(0, Rows).Select(i => y[i] - truth.Mu[(int)arms[i]][i])]);
        ComparisonData.IsNought(Array.ConvertAll(cate, v => v - effectOfAll));
        Assert.All(Enumerable.Range(0, 200), i => Assert.Equal(truth.PotentialOutcomes[(int)arms[i]][i], y[i]));
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void Extremes(bool binary)
    {
        TunedSource Fit(RealCauseKnobs knobs) => new RealCauseStyle(Models, knobs).Fit(Data(binary), FitContext.ForSeed(1));
        TunedSource randomised = Fit(new RealCauseKnobs { OverlapScale = 0 }), constant = Fit(new RealCauseKnobs { Heterogeneity = 0 }),
            none = Fit(new RealCauseKnobs { EffectScale = 0 });
        double[] e = randomised.Draw(1000, RandomStream.Of(1)).Truth!.Propensity[1];
        Assert.Equal(0, e.Max() - e.Min(), 12);
        Assert.All(constant.Draw(1000, RandomStream.Of(1)).Truth!.Cate(), v => Assert.Equal(constant.AverageEffect!.Value, v, 9));
        Assert.NotEqual(0, constant.AverageEffect!.Value);
        Assert.All(none.Draw(1000, RandomStream.Of(1)).Truth!.Cate(), v => Assert.Equal(0, v, 12));
        Assert.Equal(0, none.AverageEffect!.Value, 12);
    }

    [Theory]
    [InlineData(true, -0.2)]
    [InlineData(true, 0.25)]
    [InlineData(false, 0)]
    [InlineData(false, 5)]
    public void TheMarginalEffectIsExactAndTheRestStays(bool binary, double target)
    {
        CausalData real = Data(binary);
        TunedSource moved = new MarginalEffect(Models, target).Fit(real, FitContext.ForSeed(1));
        Assert.Equal(target, moved.AverageEffect!.Value, 9);
        SyntheticData drawn = moved.Draw(Rows, RandomStream.Of(4)),
            plain = Models.Fit(real, FitContext.ForSeed(1)).Draw(Rows, RandomStream.Of(4));
        Truth truth = drawn.Truth!, before = plain.Truth!;
        Assert.Equal(before.Mu[0], truth.Mu[0]);
        Assert.Equal(before.Propensity[1], truth.Propensity[1]);
        Assert.Equal(plain.Table["T"].ToNumbers(), drawn.Table["T"].ToNumbers());

        // One number on the link for all.
        double[] shifts =
            [.. truth.Mu[1].Zip(before.Mu[1], (a, b) => binary ? LogisticRegression.Logit(a) - LogisticRegression.Logit(b) : a - b)];
        Assert.Equal(0, shifts.Max() - shifts.Min(), 6);
        ComparisonData.IsNought([.. Enumerable.Range(0, Rows).Select(i => truth.PotentialOutcomes[1][i] - truth.Mu[1][i])]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void ACoarseGridKeepsTheMeansOfWhatIsMoved(int decimals)
    {
        // Rows on a grid all move by the same on average, and each stays on the grid: held row by row against the same draw unmoved.
        double[] rounded = Array.ConvertAll(ComparisonData.Numeric.Outcome.Values, y => Math.Round(y, decimals));
        Column outcome = decimals == 0 ? new IntegerColumn("Y", Array.ConvertAll(rounded, y => (long)y))
            : new ContinuousColumn("Y", rounded, decimals);
        CausalData real = CausalData.From(
            ComparisonData.Numeric.Covariates.With(new BinaryColumn("T", ComparisonData.Numeric.Treatment.Codes, ["0", "1"]), outcome),
            "T", "Y");
        TunedSource plain = Models.Fit(real, FitContext.ForSeed(1)), moved = new MarginalEffect(Models, plain.AverageEffect!.Value + 0.137)
            .Fit(real, FitContext.ForSeed(1));
        Truth before = plain.Draw(Rows, RandomStream.Of(6)).Truth!, after = moved.Draw(Rows, RandomStream.Of(6)).Truth!;
        Assert.Equal(before.PotentialOutcomes[0], after.PotentialOutcomes[0]);
        Assert.All(after.PotentialOutcomes[1], y => Assert.Equal(Math.Round(y, decimals), y));
        ComparisonData.IsNought(
            [.. Enumerable.Range(0, Rows).Select(i => after.PotentialOutcomes[1][i] - before.PotentialOutcomes[1][i] - 0.137)]);
    }

    [Fact]
    public void PlasmodeIsAStudysPlasmode()
    {
        TunedSource ours = new Plasmode().Fit(Binary, FitContext.ForSeed(5));
        IFittedSynthesizer study = Named.Synthesizer("steam", "bootstrap", "stack", "stack", "residual").Fit(Binary, FitContext.ForSeed(5));
        SyntheticData a = ours.Draw(300, RandomStream.Of(1)), b = study.Draw(300, RandomStream.Of(1));
        Assert.Equal(a.Truth!.Mu[1], b.Truth!.Mu[1]);
        Assert.Equal(a.Table["Y"].ToNumbers(), b.Table["Y"].ToNumbers());

        // Each drawn row is a real one.
        HashSet<double> known = [.. Binary.Covariates["X_exp"].ToNumbers()];
        Assert.All(a.Table["X_exp"].ToNumbers(), v => Assert.Contains(v, known));
    }

    [Fact]
    public void WhatNoLawHasIsRefused()
    {
        Refused("overlap", () => new RealCauseStyle(Models, new RealCauseKnobs { OverlapScale = -1 }).Fit(Binary, FitContext.ForSeed(1)));
        Refused("heterogeneity", () =>
            new RealCauseStyle(Models, new RealCauseKnobs { Heterogeneity = 1.5 }).Fit(Binary, FitContext.ForSeed(1)));
        Refused("risk difference", () =>
            new RealCauseStyle(Models, new RealCauseKnobs { EffectScale = 50 }).Fit(Binary, FitContext.ForSeed(1)));
        Refused("No shift", () => new MarginalEffect(Models, 0.9).Fit(Binary, FitContext.ForSeed(1)));

        static void Refused(string word, Action fit) =>
            Assert.Contains(word, Assert.Throws<CausalLoomException>(fit).Message, StringComparison.Ordinal);
    }

    private static CausalData Data(bool binary) => ComparisonData.Of(binary);

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-9;
}
