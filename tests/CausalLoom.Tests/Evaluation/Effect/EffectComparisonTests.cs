using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Effect;
using CausalLoom.Simulators;

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

        // Rows with |x₂| > 1 twice: the mean of x₂² rises from 1 to 1 + .3173·(E[x²; |x| > 1]/.3173 − 1)/(1.3173) ≈ 1.37, the effect function stays.
        double[] x2 = ((ContinuousColumn)fresh.Covariates["x2"]).Values;
        int[] rows = [.. Enumerable.Range(0, fresh.Rows).SelectMany(i => Math.Abs(x2[i]) > 1 ? new[] { i, i } : [i])];
        AteComparison shifted = Measure(fresh.Take(rows));
        Assert.InRange(shifted.CovariateTerm, 0.15, 0.65);
        Assert.InRange(shifted.ContrastTerm, -0.4, 0.4);

        // Treated outcomes raised by 2: the same covariates, another effect.
        double[] raised = [.. fresh.Outcome.Select((y, i) => y + (2 * fresh.Treatment[i]))];
        AteComparison wrong = Measure(new CausalData(fresh.Covariates, fresh.TreatmentSpace, fresh.Treatment, new ContinuousColumn("y", raised), raised));
        Assert.InRange(wrong.ContrastTerm, 1.6, 2.4);
        Assert.InRange(wrong.CovariateTerm, -0.3, 0.3);
        AssertAddsUp(shifted);
        AssertAddsUp(wrong);
    }

    private static AteComparison Measure(CausalData synthetic) => EffectComparison.Measure(Real, synthetic, new AipwEstimator(), FitContext.ForSeed(1));

    // Ψ_synthetic − Ψ_real = covariate term + contrast term, up to the synthetic side's own residual correction.
    private static void AssertAddsUp(AteComparison effect) =>
        Assert.Equal(effect.Synthetic.Estimate - effect.Real.Estimate, effect.CovariateTerm + effect.ContrastTerm, 0.35);
}
