using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Trees;
using CausalLoom.Overlap;

namespace CausalLoom.OverlapStudy;

/// <summary>
/// Outcome augmentation as the papers' code has it (arXiv 2604.23904): Q learnt from the original rows and a whole pool, g from the
/// original rows and truncated at δ_n, forests of 100 trees with leaves of 5, all in-sample. The effect is averaged over the original rows
/// or over
/// both; as it is (plug-in), with Q fluctuated by what the original rows say (TMLE; over both rows with the same ε), or with Q
/// learnt again after the pool's outcomes were replaced by their fluctuated means (refit).
/// </summary>
internal sealed class OutcomeAugmentation(CausalData data, CausalData? pool, FitContext context)
{
    private static readonly RandomForestOptions Forest = new() { Trees = 100, MinLeafRows = 5, OutOfBag = false };
    private static readonly IPropensityLearner Propensity =
        new ForestPropensity(ForestPropensityOptions.HybridPaper with { Forest = Forest });
    private static readonly IOutcomeLearner Outcome = new ForestOutcome(Forest, Single: true);

    /// <summary>All estimates of the effect among the rows averaged over, by name and averaging.</summary>
    public IEnumerable<(string Estimator, string Averaging, double Estimate)> Run()
    {
        CausalData all = pool is null ? data : OutcomeRows.Below(data, pool);
        int n = data.Rows;
        PropensityClipping clipping = DeltaBound.Clipping(n);

        // g of pool rows by the same model: the fluctuation learnt from the original rows is carried over to them.
        double[] g = clipping.Clip(
            Propensity.Fit(data.Covariates, [.. data.Treatment], null, context.Child("g")).Predict(all.Covariates)).Propensity;
        IOutcomeModel q = Outcome.Fit(all, context.Child("q"));
        double[] q0 = q.Mean(all.Covariates, 0), q1 = q.Mean(all.Covariates, 1);
        ScoreInput own = new([.. data.Outcome], [.. data.Treatment], [q0[..n], q1[..n]], [[.. g[..n].Select(p => 1 - p)], g[..n]]);
        yield return ("or", "original", Mean(q0, q1, n));
        yield return ("aipw", "original", new AugmentedScore().Means(own, Population.Everyone).Contrast(new Contrast(1, 0)).Estimate);
        double epsilon = Fluctuation(own, DeltaBound.Of(n));

        double[] s1 = [.. q1.Select((m, i) => Moved(m, epsilon / g[i], DeltaBound.Of(n)))],
            s0 = [.. q0.Select((m, i) => Moved(m, -epsilon / (1 - g[i]), DeltaBound.Of(n)))];
        yield return ("tmle", "original", Mean(s0, s1, n));
        if (pool is null)
        {
            yield break;
        }

        yield return ("or", "pooled", Mean(q0, q1, all.Rows));
        yield return ("tmle", "pooled", Mean(s0, s1, all.Rows));
        double[] soft = [.. all.Outcome.Select((y, i) => i < n ? y : all.Treatment[i] == 1 ? s1[i] : s0[i])];
        IOutcomeModel again = Outcome.Fit(OutcomeRows.Numeric(all, soft), context.Child("refit"));
        double[] r0 = again.Mean(all.Covariates, 0), r1 = again.Mean(all.Covariates, 1);
        yield return ("refit", "original", Mean(r0, r1, n));
        yield return ("refit", "pooled", Mean(r0, r1, all.Rows));
    }

    private static double Mean(double[] low, double[] high, int rows) => Enumerable.Range(0, rows).Average(i => high[i] - low[i]);

    private static double Moved(double mean, double shift, double bound)
    {
        double p = Math.Clamp(mean, bound, 1 - bound), logit = Math.Log(p / (1 - p)) + shift;
        return 1 / (1 + Math.Exp(-logit));
    }

    // One ε for both arms; read off the fluctuated means of a treated row, whose logit moved by ε/g.
    private static double Fluctuation(ScoreInput own, double bound)
    {
        TargetedScore score = new(new TmleOptions { Bound = bound, SingleFluctuation = true, Range = (0, 1) });
        double before = Math.Clamp(own.Mu[1][0], bound, 1 - bound), after = score.Fluctuate(own, Population.Everyone).Mu[1][0];
        return (Math.Log(after / (1 - after)) - Math.Log(before / (1 - before))) * own.Propensity[1][0];
    }
}
