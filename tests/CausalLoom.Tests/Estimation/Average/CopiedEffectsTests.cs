using System.Text.Json.Nodes;
using CausalLoom.Estimation.Average;

namespace CausalLoom.Tests.Estimation.Average;

/// <summary>Estimates from the copies of a release as one, by the file and by the rules that need none
/// (tools/reference/release_copies.R).</summary>
public sealed class CopiedEffectsTests
{
    private static readonly JsonArray Cases = TestFixture.Node("release_copies.json").AsArray();

    [Fact]
    public void TheRulesAgreeWithThePapersFormulasInR()
    {
        int adjusted = 0;
        foreach (JsonNode? one in Cases)
        {
            double Number(string key) => (double)one![key]!;
            AverageEffect effect = Of(one!, Unmeasured);
            CopiedEffect copies = effect.Copies!;
            Assert.False(copies.Measured);
            Assert.Equal(Number("between_se"), copies.ByBetween.Se, 1e-10);
            Assert.Equal(Number("within_se"), copies.ByWithin.Se, 1e-10);
            Assert.Equal(Number("between_half"), copies.ByBetween.Upper - copies.ByBetween.Estimate, Number("between_half") * 1e-6);
            adjusted += copies.ByBetween.Rule.Adjusted ? 1 : 0;
            if (one!["df"] is { } freedom)
            {
                Assert.Equal((double)freedom, copies.ByBetween.Rule.Freedom, 1e-9);
            }

            // Where nothing was measured the answer is that of what the copies differ by.
            Assert.Equal(
                (copies.ByBetween.Estimate, copies.ByBetween.Se, copies.ByBetween.Lower), (effect.Estimate, effect.Se, effect.Lower));
            Assert.Contains(effect.Warnings, text => text.Contains("did not measure this analysis (why)", StringComparison.Ordinal));
        }

        Assert.Equal((7, 1), (Cases.Count, adjusted));
    }

    // θ̂ = q̄ − c'b, SE² = max(c'Vc, v̄/M + c'Ac); what was taken off is not off in the rules for copies as they are.
    [Fact]
    public void WhatWasMeasuredIsThatOfAllCopies()
    {
        JsonNode one = Cases[4]!;
        AverageEffect effect = Of(one, Measured), bare = Of(one, Unmeasured);
        double within = Numbers(one["se"]!).Average(se => se * se);
        Assert.Equal(Numbers(one["q"]!).Average(), effect.Estimate, 12);
        Assert.Equal(Math.Sqrt((within / 10) + 0.03), effect.Se, 12);
        Assert.Equal(effect.Estimate + (2.1 * effect.Se), effect.Upper, effect.Se * 0.1);
        Assert.Equal(0.5, effect.Synthesis!.Shift, 12);
        Assert.Equal(bare.Copies!.ByBetween.Estimate + 0.5, effect.Copies!.ByBetween.Estimate, 12);
        Assert.Equal(bare.Copies.ByBetween.Se, effect.Copies.ByBetween.Se, 12);
        Assert.True(effect.Copies.Measured);
    }

    [Fact]
    public void RatiosAreCombinedAsLogarithmsWhateverTheCopiesOrder()
    {
        AverageEffects[] copies = [Run(2, 0.2, EffectScale.Ratio), Run(2.5, 0.3, EffectScale.Ratio), Run(1.9, 0.2, EffectScale.Ratio)];
        AverageEffect effect = Combined(copies, Unmeasured), turned = Combined([copies[2], copies[0], copies[1]], Unmeasured);
        Assert.Equal(Math.Pow(2 * 2.5 * 1.9, 1 / 3.0), effect.Estimate, 12);
        Assert.Equal(((0.1 * 0.1) + (0.12 * 0.12) + Math.Pow(0.2 / 1.9, 2)) / 3, effect.Copies!.Within, 12);
        Assert.Equal(effect.Se, turned.Se, 12);
        Assert.Equal(effect.Upper / effect.Estimate, effect.Estimate / effect.Lower, 9);

        // The reciprocal ratios give the reciprocal answer.
        AverageEffect inverse = Combined([.. copies.Select(copy => Run(1 / copy.Effects[0].Estimate,
            copy.Effects[0].Se / Math.Pow(copy.Effects[0].Estimate, 2), EffectScale.Ratio))], Unmeasured);
        Assert.Equal(1 / effect.Estimate, inverse.Estimate, 12);
        Assert.Equal(1 / effect.Upper, inverse.Lower, 9);
    }

    [Fact]
    public void OneCopyWithoutAnIntervalLeavesNone()
    {
        AverageEffects bare = Run(1, 0.1);
        bare = bare with { Effects = [bare.Effects[0] with { Lower = double.NaN, Upper = double.NaN }] };
        AverageEffect effect = Combined([Run(1.2, 0.1), bare], Measured);
        Assert.False(effect.HasInterval);
        Assert.True(double.IsNaN(effect.Copies!.ByBetween.Lower));
        Assert.Contains("No interval: 1 of the 2 copies carry none.", effect.Warnings);
    }

    private static readonly SynthesisError Unmeasured = new(1, 1) { Unmeasured = "why" };

    // c'Vc = .02, c'Ac = .03.
    private static readonly SynthesisError Measured = new(1, 1)
    {
        Measured = new Dictionary<Population, PopulationError>
            { [Population.Everyone] = new([0, 0.5], [[0.01, 0], [0, 0.01]], [[0.01, 0], [0, 0.02]]) },
    };

    private static AverageEffect Of(JsonNode one, SynthesisError error) => Combined(
        [.. Numbers(one["q"]!).Zip(Numbers(one["se"]!), (q, se) => Run(q, se, shift: error.Unmeasured is null ? 0.5 : 0))],
        error with { RealRows = (int)one["n"]!, SyntheticRows = (int)one["m"]! });

    private static AverageEffect Combined(AverageEffects[] copies, SynthesisError error) =>
        Assert.Single(CopiedEffects.Of(copies, error, Estimand.Ate, ["0", "1"]).Effects);

    private static double[] Numbers(JsonNode node) => [.. node.AsArray().Select(v => (double)v!)];

    private static AverageEffects Run(double estimate, double se, EffectScale scale = EffectScale.Difference, double shift = 0)
    {
        (double lower, double upper) = new EffectScore(estimate, []) { Scale = scale }.Interval(se, 2.1);
        return new AverageEffects([new AverageEffect("aipw", "ate", estimate, se, lower, upper, 10, 10, [], [], [], 0)
        {
            Scale = scale, Level = "1", Reference = "0", Slopes = [-1, 1], Synthesis = new SynthesisAllowance(se, shift, null),
        }], [], null!);
    }
}
