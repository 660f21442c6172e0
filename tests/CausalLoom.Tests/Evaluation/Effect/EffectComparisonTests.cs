using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Effect;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Evaluation.Effect;

public sealed class EffectComparisonTests
{
    private static readonly SteamSimulator Simulator = new(new SteamSimulatorOptions(Dimensions: 4, Confounders: 1, Modifiers: 1));
    private static readonly CausalData Real = Samples.Draw(Simulator, 1500, 1);

    [Fact]
    public void TheSameLawHasNoTerms()
    {
        // τ = x₂² with mean 1; the SE of each side is about .08: bounds at five of them.
        AteComparison same = Measure(Samples.Draw(Simulator, 1500, 2));
        Assert.InRange(same.Real.Estimate, 0.6, 1.4);
        Assert.InRange(same.CovariateTerm, -0.3, 0.3);
        Assert.InRange(same.ContrastTerm, -0.4, 0.4);
        AssertAddsUp(same);
    }

    [Fact]
    public void ShiftedCovariatesGoToTheirTermAndAWrongEffectToTheOther()
    {
        CausalData fresh = Samples.Draw(Simulator, 1500, 2);

        // Rows with |x₂| > 1 twice: the mean of x₂² rises from 1 to 1 + .3173·(E[x²; |x| > 1]/.3173 − 1)/(1.3173) ≈ 1.37, the effect
        // function stays.
        double[] x2 = ((ContinuousColumn)fresh.Covariates["x2"]).Values;
        int[] rows = [.. Enumerable.Range(0, fresh.Rows).SelectMany(i => Math.Abs(x2[i]) > 1 ? new[] { i, i } : [i])];
        AteComparison shifted = Measure(fresh.Take(rows));
        Assert.InRange(shifted.CovariateTerm, 0.15, 0.65);
        Assert.InRange(shifted.ContrastTerm, -0.4, 0.4);

        // Treated outcomes raised by 2: the same covariates, another effect.
        double[] raised = [.. fresh.Outcome.Select((y, i) => y + (2 * fresh.Treatment[i]))];
        AteComparison wrong = Measure(
            new CausalData(fresh.Covariates, fresh.TreatmentSpace, fresh.Treatment.Codes, new ContinuousColumn("y", raised), raised));
        Assert.InRange(wrong.ContrastTerm, 1.6, 2.4);
        Assert.InRange(wrong.CovariateTerm, -0.3, 0.3);
        AssertAddsUp(shifted);
        AssertAddsUp(wrong);
    }

    private static AteComparison Measure(CausalData synthetic, double[]? trueEffects = null)
    {
        FitContext context = FitContext.ForSeed(1, threads: 2);
        IReadOnlyList<double[]>? effects = trueEffects is null ? null : [trueEffects];
        return EffectComparison.Measure(SideFits.Of(Real, synthetic, effects, new NuisanceOptions(), context)[0], context);
    }

    [Fact]
    public void ExactEffectsReplaceEstimates()
    {
        SyntheticData drawn = Simulator.Draw(800, RandomStream.Of(5));
        double[] effects = drawn.Truth!.Cate();
        AteComparison ate = Measure(Samples.Split(drawn.Table, Simulator.Treatment, Simulator.Outcome), effects);
        ExactTerms exact = ate.Truth!;
        Assert.Equal(effects.Average(), exact.Effect, 1e-12);
        Assert.Equal(ate.Synthetic.Estimate - exact.Effect, exact.EstimateError, 1e-12);
        Assert.Equal(exact.Effect - ate.Real.Estimate, exact.CovariateTerm + exact.ContrastTerm, 1e-10);

        // The synthetic rows' own noise is gone from the contrast.
        Assert.True(Width(exact.ContrastTermCi) < 0.9 * Width(ate.ContrastTermCi),
            $"{Width(exact.ContrastTermCi)} {Width(ate.ContrastTermCi)}");
        Assert.Null(Measure(Samples.Draw(Simulator, 400, 6)).Truth);
    }

    [Fact]
    public void AnEffectWrongInOneGroupIsFoundThere()
    {
        (CausalData real, _) = new PlantedRows().Draw(1200, 1);
        (CausalData rows, _) = new PlantedRows().Draw(1200, 2);
        int[] coin = ((BinaryColumn)rows.Covariates["coin"]).Codes;
        double[] y = [.. rows.Outcome.Select((v, i) => v + (1.5 * coin[i] * rows.Treatment[i]))];
        CausalData wrong = new(rows.Covariates, rows.TreatmentSpace, rows.Treatment.Codes, new ContinuousColumn("y", y), y);
        FitContext context = FitContext.ForSeed(1, threads: 2);
        AteComparison ate = EffectComparison.Measure(SideFits.Of(real, wrong, null, new NuisanceOptions(), context)[0], context);
        GroupContrast first = ate.ContrastBySubgroup.Flagged[0];
        Assert.Equal("coin = heads", $"{first.Column} {first.Level}");
        Assert.InRange(1.5, first.ContrastCi[0], first.ContrastCi[1]);
        Assert.DoesNotContain(ate.ContrastBySubgroup.Flagged, g => g.Level == "= tails");
        Assert.Equal(10, ate.ContrastByPropensity.Count);
    }

    [Fact]
    public void ThreadsChangeNothing()
    {
        (CausalData real, _) = new PlantedRows().Draw(200, 1);
        (CausalData synthetic, double[] effects) = new PlantedRows(Effect: 1).Draw(150, 2);
        string[] text = [.. new[] { 1, 2 }.Select(threads => System.Text.Json.JsonSerializer.Serialize(
            EffectDiagnostics.Measure(real, synthetic, [effects], new NuisanceOptions(), FitContext.ForSeed(3, threads))))];
        Assert.Equal(text[0], text[1]);
    }

    // Ψ_synthetic − Ψ_real = covariate term + contrast term, to rounding.
    private static void AssertAddsUp(AteComparison effect)
    {
        Assert.Equal(effect.Synthetic.Estimate - effect.Real.Estimate, effect.CovariateTerm + effect.ContrastTerm, 1e-10);
        Assert.Equal(effect.Difference, effect.CovariateTerm + effect.ContrastTerm, 1e-10);
        Assert.InRange(effect.CovariateTerm, effect.CovariateTermCi[0], effect.CovariateTermCi[1]);
        Assert.InRange(effect.ContrastTerm, effect.ContrastTermCi[0], effect.ContrastTermCi[1]);
    }

    private static double Width(double[] interval) => interval[1] - interval[0];
}
