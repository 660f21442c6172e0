using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Tests.Mechanisms;

namespace CausalLoom.Tests.Estimation.Average;

/// <summary>Estimates in several divisions into folds are one: the median with what divisions differ by in its error.</summary>
public sealed class RepeatedEffectsTests
{
    private static readonly NuisanceOptions Folded = new() { Propensity = new LogisticPropensity(), Outcome = new LinearOutcome(), Folds =
        5 };

    [Fact]
    public void TheMedianHasTheSpreadInItsError()
    {
        AverageEffects[] runs = [Run(1, 0.1), Run(1.3, 0.2), Run(0.9, 0.1)];
        AverageEffect effect = Assert.Single(RepeatedEffects.Of(runs).Effects);
        Assert.Equal(1, effect.Estimate);

        // .01, .04 + .09, .01 + .01: the middle one is .02.
        Assert.Equal(Math.Sqrt(0.02), effect.Se, 12);
        Assert.Equal(1 - (2.1 * effect.Se), effect.Lower, 12);
        Assert.Equal(1 + (2.1 * effect.Se), effect.Upper, 12);
        Assert.Equal(3, effect.Repeats);
        Assert.Equal(Math.Sqrt(0.13 / 3), effect.RepeatSpread, 12);
    }

    [Fact]
    public void RatiosAreWidenedOnTheirLogarithm()
    {
        AverageEffects[] runs = [Run(2, 0.2, EffectScale.Ratio), Run(2.5, 0.2, EffectScale.Ratio), Run(1.9, 0.2, EffectScale.Ratio)];
        AverageEffect effect = Assert.Single(RepeatedEffects.Of(runs).Effects);
        Assert.Equal(Math.Sqrt(0.05), effect.Se, 12);
        Assert.Equal(2 * Math.Exp(2.1 * effect.Se / 2), effect.Upper, 12);
        Assert.Equal(2 / Math.Exp(2.1 * effect.Se / 2), effect.Lower, 12);
    }

    [Fact]
    public void AnIntervalThatMostDivisionsDoNotCarryIsNone()
    {
        AverageEffects none = Run(1.1, 0.1);
        none = none with { Effects = [none.Effects[0] with { Lower = double.NaN, Upper = double.NaN, Bounds = (-1, 2), Warnings =
            ["No interval: x"] }] };
        AverageEffect effect = Assert.Single(RepeatedEffects.Of([Run(1, 0.1), none, none]).Effects);
        Assert.False(effect.HasInterval);
        Assert.Equal((-1, 2), effect.Bounds);
        Assert.Contains("No interval: x", effect.Warnings);
        AverageEffect carried = Assert.Single(RepeatedEffects.Of([Run(1, 0.1), none, Run(1.2, 0.1)]).Effects);
        Assert.True(carried.HasInterval);
        Assert.Null(carried.Bounds);
        Assert.Equal(1.1, carried.Estimate);
        Assert.DoesNotContain("No interval: x", carried.Warnings);
    }

    [Fact]
    public void RepeatsAreThoseOfTheSeedAndMoveLessThanOneDivision()
    {
        CausalData data = MechanismData.Linear(150, 3);
        double[] Of(int repeats) => [.. Enumerable.Range(0, 24).Select(seed => AverageEffects.Estimate(data,
            new AverageEffectOptions { Estimators = ["ipw"], Nuisances = Folded, Repeats = repeats }, FitContext.ForSeed(seed))
            .Effects[0].Estimate)];
        double[] once = Of(1), often = Of(9);
        Assert.Equal(often, Of(9));
        Assert.InRange(Spread(often) / Spread(once), 0, 0.9);
        static double Spread(double[] values) => Math.Sqrt(values.Sum(v => Math.Pow(v - values.Average(), 2)));
    }

    [Theory]
    [InlineData(null, 500, 20, 5, 3)]
    [InlineData(null, 50_000, 20, 5, 1)]
    [InlineData(null, 500, 2_000, 5, 1)]
    [InlineData(null, 500, 20, 1, 1)]
    [InlineData(7, 50_000, 20, 5, 7)]
    [InlineData(7, 500, 20, 1, 1)]
    public void FewCellsOfFlexibleNuisancesAreDividedOftenByDefault(int? asked, int rows, int columns, int folds, int repeats) =>
        Assert.Equal(repeats, RepeatedEffects.Count(asked, rows, columns, folds));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(101)]
    public void AnEvenNumberHasNoMiddle(int repeats) => Assert.Contains("odd number",
        Assert.Throws<CausalLoomException>(() => new AverageEffectOptions { Repeats = repeats }.Check()).Message, StringComparison.Ordinal);

    private static AverageEffects Run(double estimate, double se, EffectScale scale = EffectScale.Difference)
    {
        (double lower, double upper) = new EffectScore(estimate, []) { Scale = scale }.Interval(se, 2.1);
        return new AverageEffects([new AverageEffect("aipw", "ate", estimate, se, lower, upper, 10, 10, [], [], [], 0) { Scale = scale }],
            [],
            null!);
    }
}
