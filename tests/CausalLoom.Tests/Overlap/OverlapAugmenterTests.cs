using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Overlap;

namespace CausalLoom.Tests.Overlap;

/// <summary>What an added row is, by variant.</summary>
public sealed class OverlapAugmenterTests
{
    private static readonly CausalData Data = OverlapData.Of("poor", 200, 1), Trial = OverlapData.Of("randomized", 600, 2);
    private static readonly double[] G = new LogisticPropensity().Fit(Data.Covariates, Data.Treatment.Codes, FitContext.ForSeed(1))
        .Predict(Data.Covariates);
    private static readonly DonorPool Pool = DonorPool.Of(Data, Trial, DonorOrigin.Real);
    private static readonly AugmentOptions Linear = new() { Outcome = new LinearOutcome() };

    [Fact]
    public void APairIsADonorOfTheLackingArmWithItsOwnOutcome()
    {
        AugmentedData a = Augment(Linear);
        Assert.InRange(a.Added, 10, 199);
        Assert.Equal(a.Extremes.Count, a.Added + a.Unmatched.Count);
        Assert.Equal(a.Added / (200.0 + a.Added), a.Alpha);
        for (int i = 0; i < a.Added; i++)
        {
            DonorMatch m = a.Matches[i];
            Assert.Equal(G[m.Row] < 0.05 ? 1 : 0, m.Arm);
            Assert.Equal(m.Arm, Trial.Treatment[m.Donor]);
            Assert.Equal(m.Arm, a.Data.Treatment[200 + i]);
            Assert.Equal(Trial.Outcome[m.Donor], a.Data.Outcome[200 + i]);
            Assert.All(a.Data.Covariates.Columns, c => Assert.Equal(Trial.Covariates[c.Name].NumberAt(m.Donor), c.NumberAt(200 + i)));
            Assert.InRange(m.Distance, 0, AugmentOptions.DefaultCaliper);
        }

        Assert.Equal(Data.Outcome.Values, a.Data.Outcome.Values[..200]);
        Assert.Equal(Data.Treatment.Codes, a.Data.Treatment.Codes[..200]);
    }

    [Fact]
    public void AWiderCaliperNeverFindsFewerAndNoneFindsAll()
    {
        int[] added = [.. new double?[] { 0.1, 0.3, 0.6, null }.Select(c => Augment(Linear with { Caliper = c }).Added)];
        Assert.Equal(added.Order(), added);
        Assert.Empty(Augment(Linear with { Caliper = null }).Unmatched);
    }

    [Theory]
    [InlineData(AugmentVariant.Hybrid, 0)]
    [InlineData(AugmentVariant.Self, 0)]
    [InlineData(AugmentVariant.Flip, 0.2)]
    public void DrawnOutcomesAreOfTheLackingArmAndReproducible(AugmentVariant variant, double flip)
    {
        AugmentOptions options = Linear with { Variant = variant, Flip = flip };
        AugmentedData a = Augment(options), again = Augment(options);
        Assert.Equal(a.Matches.Select(m => m.Arm), a.Data.Treatment.Codes[200..]);
        Assert.Equal(a.Data.Outcome.Values, again.Data.Outcome.Values);
        Assert.Contains(a.Matches, m => Trial.Treatment[m.Donor] != m.Arm);
        Assert.All(a.Data.Outcome.Values[200..], y => Assert.True(y is 0 or 1));
    }

    [Fact]
    public void HybridDrawsFromAModelOfThePoolAndSelfFromOneOfTheData()
    {
        // Pool outcomes all 1, the data's all but two 0: the model that was used cannot be mistaken.
        CausalData ones = With(Trial, Enumerable.Repeat(1, Trial.Rows)),
            noughts = With(Data, Data.Treatment.Select((_, i) => i < 2 ? 1 : 0));
        DonorPool pool = DonorPool.Of(noughts, ones, DonorOrigin.Real);
        double Share(AugmentVariant variant) => OverlapAugmenter.Augment(noughts, pool, G, Linear with { Variant = variant },
            FitContext.ForSeed(1)).Data.Outcome.Values[200..].Average();
        Assert.True(Share(AugmentVariant.Hybrid) > 0.9);
        Assert.True(Share(AugmentVariant.Self) < 0.3);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.2)]
    [InlineData(1.0)]
    public void FlippingTurnsExactlyThatShareOfThePool(double share)
    {
        CausalData flipped = DonorOutcomes.Flip(Trial, share, FitContext.ForSeed(3).Stream);
        Assert.Equal((int)Math.Round(share * Trial.Rows), Trial.Outcome.Zip(flipped.Outcome).Count(p => p.First != p.Second));
        Assert.Same(Trial, DonorOutcomes.Flip(Trial, 0, FitContext.ForSeed(3).Stream));
    }

    [Fact]
    public void NumericOutcomesAreDrawnWithTheirSpreadAndDecimals()
    {
        CausalData data = OverlapData.Numeric(200, 4), donors = OverlapData.Numeric(800, 5);
        double[] g = [.. data.Covariates["x"].ToNumbers().Select(x => 1 / (1 + Math.Exp(-2 * x)))];
        DonorPool pool = DonorPool.Of(data, donors, DonorOrigin.Real);
        AugmentOptions options = Linear with { Variant = AugmentVariant.Hybrid, Extremes = new ExtremeRule { Lower = 0.3, Upper = 0.7 } };
        AugmentedData a = OverlapAugmenter.Augment(data, pool, g, options, FitContext.ForSeed(1));
        double[] residuals =
            [.. Enumerable.Range(200, a.Added).Select(i => a.Data.Outcome[i] - a.Data.Covariates["x"].NumberAt(i) - a.Data.Treatment[i])];
        Assert.InRange(a.Added, 60, 200);

        // SD .5; its standard error with some 100 draws is below .05, and 5 of them are never seen (1e-6).
        Assert.InRange(Math.Sqrt(residuals.Average(r => r * r)), 0.25, 0.75);
        Assert.All(a.Data.Outcome, y => Assert.Equal(Math.Round(y, 2), y));
        CausalLoomException e = Assert.Throws<CausalLoomException>(() =>
            OverlapAugmenter.Augment(data, pool, g, options with { Variant = AugmentVariant.Flip, Flip = 0.1 }, FitContext.ForSeed(1)));
        Assert.Contains("two levels", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddedRowsFollowTheFoldAfterTheirRowsOwn()
    {
        AugmentedData a = Augment(Linear);
        Folds own = Folds.Stratified(Data.Treatment.Codes, 5, FitContext.ForSeed(1).Stream), all = a.Extend(own)!;
        Assert.Equal(own.Of, all.Of[..200]);
        Assert.All(a.Matches.Select((m, i) => (m, i)), p => Assert.Equal((own.Of[p.m.Row] + 1) % 5, all.Of[200 + p.i]));
        Assert.Null(a.Extend(null));
    }

    [Theory]
    [InlineData(AugmentVariant.Flip, 0, 0.5)]
    [InlineData(AugmentVariant.Self, 0.1, 0.5)]
    [InlineData(AugmentVariant.Pair, 1.5, 0.5)]
    [InlineData(AugmentVariant.Pair, 0, 0)]
    [InlineData(AugmentVariant.Pair, 0, double.NaN)]
    public void OptionsThatCannotBeMeantAreRefused(AugmentVariant variant, double flip, double caliper) =>
        Assert.Throws<CausalLoomException>(() => Augment(Linear with { Variant = variant, Flip = flip, Caliper = caliper }));

    private static AugmentedData Augment(AugmentOptions options) => OverlapAugmenter.Augment(Data, Pool, G, options, FitContext.ForSeed(7));

    private static CausalData With(CausalData data, IEnumerable<int> outcomes)
    {
        BinaryColumn column = (BinaryColumn)data.OutcomeColumn;
        Table table = data.Covariates.With(new BinaryColumn("A", data.Treatment.Codes, ["0", "1"]),
            new BinaryColumn(column.Name, [.. outcomes], column.Levels));
        return new CausalData(data.Covariates, data.TreatmentSpace, data.Treatment.Codes, table[column.Name],
            [.. ((BinaryColumn)table[column.Name]).Codes.Select(c => (double)c)]);
    }
}
