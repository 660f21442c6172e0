using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Numerics.Random;
using MathNet.Numerics.Distributions;

namespace CausalLoom.Tests.Estimation.Average;

/// <summary>No interval where the rows cannot carry one, and bounds instead.</summary>
public sealed class IntervalEvidenceTests
{
    [Theory]
    [InlineData("linear")]
    [InlineData("stack")]
    [InlineData("forest")]
    public void SeparatedArmsHaveBounds(string nuisance)
    {
        AverageEffects effects = Estimate(Draw(300, (x, _) => x > 0 ? 1 : 0), nuisance);
        Assert.All(effects.Effects, e =>
        {
            Assert.False(e.HasInterval);
            Assert.True(e.Bounds!.Value.Lower < 1 && 1 < e.Bounds.Value.Upper);
            Assert.Single(e.Warnings, w => w.StartsWith("No interval: ", StringComparison.Ordinal));
        });
        Assert.InRange(effects.Overlap.CoverLevel, 0.3, 0.7);
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("stack")]
    public void TwoTreatedRowsHaveNoIntervalAndTenAWideOne(string nuisance)
    {
        AverageEffects two = Estimate(Draw(300, (_, i) => i is 7 or 200 ? 1 : 0), nuisance);
        Assert.All(two.Effects, e => Assert.False(e.HasInterval));
        Assert.InRange(two.Overlap.EffectiveLevel, 1, 2.01);

        // One in ten, at random: nothing is clipped, and Student's t of the arm's effective size takes the place of 1.96.
        AverageEffects few = Estimate(Draw(200, (_, i) => i % 10 == 0 ? 1 : 0), nuisance);
        AverageEffect aipw = few.Effects[2];
        Assert.True(aipw.HasInterval && aipw.Bounds is null);
        Assert.Equal(StudentT.InvCDF(0, 1, few.Overlap.EffectiveLevel - 1, 0.975), (aipw.Upper - aipw.Estimate) / aipw.Se, 1e-6);
        Assert.InRange(few.Overlap.EffectiveLevel, 8, 20.01);
    }

    [Fact]
    public void ManyRowsAreNormal()
    {
        RandomStream coin = RandomStream.Of(4);
        AverageEffects effects = Estimate(Draw(400, (_, _) => coin.NextInt(2)), "linear");
        Assert.Equal(1.959963984540054, (effects.Effects[2].Upper - effects.Effects[2].Estimate) / effects.Effects[2].Se, 1e-9);
        Assert.InRange(effects.Overlap.CoverLevel, 0.9, 1.1);
        Assert.InRange(effects.Overlap.CoverReference, 0.9, 1.1);
    }

    [Fact]
    public void BoundsAreWhatIsSeenAndTheRangeForTheRest()
    {
        // Half of the rows have each level, with mean .5: the other half is anywhere in [0, 1].
        Table table = new([new ContinuousColumn("x", [1, 2, 3, 4]), new BinaryColumn("w", [1, 1, 0, 0], ["0", "1"]),
            new ContinuousColumn("y", [0, 1, 0.25, 0.75])]);
        CausalData data = CausalData.From(table, "w", "y").WithWeights([1, 1, 1, 1]);
        Contrast contrast = new(1, 0);
        Assert.Equal((-0.5, 0.5), IntervalEvidence.Bounds(data, Estimand.Ate, contrast));
        Assert.Equal((-0.5, 0.5), IntervalEvidence.Bounds(data, Estimand.Att, contrast));
        Assert.Equal((-0.5, 0.5), IntervalEvidence.Bounds(data, Estimand.Atc, contrast));
        Assert.Null(IntervalEvidence.Bounds(data, Estimand.Ato, contrast));

        // With weights 1, 3, 2, 2 the treated mean is .75 and the controls' .5, half of the weight each.
        (double lower, double upper) =
            IntervalEvidence.Bounds(data.WithWeights([1, 3, 2, 2]), Estimand.Ate, contrast)!.Value;
        Assert.Equal((0.375 - 0.75, 0.875 - 0.25), (lower, upper));
    }

    private static AverageEffects Estimate(CausalData data, string nuisance) => AverageEffects.Estimate(data,
        new AverageEffectOptions { Nuisances = Named.Nuisances(nuisance) }, FitContext.ForSeed(1));

    private static CausalData Draw(int rows, Func<double, int, int> arm)
    {
        RandomStream random = RandomStream.Of(3);
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => random.NextNormal())];
        int[] w = [.. x.Select(arm)];
        double[] y = [.. x.Select((v, i) => v + w[i] + random.NextNormal())];
        return CausalData.From(new Table([new ContinuousColumn("x", x), new ContinuousColumn("z", [.. x.Select(_ => random.NextNormal())]),
            new BinaryColumn("w", w, ["0", "1"]), new ContinuousColumn("y", y)]), "w", "y");
    }
}
