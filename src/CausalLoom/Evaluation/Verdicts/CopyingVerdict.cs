using static CausalLoom.Io.InvariantText;

namespace CausalLoom.Evaluation.Verdicts;

/// <summary>
/// Whether synthetic rows are copies of real ones. A pass is no privacy guarantee. P_α above .95 together with R_β above .60
/// is what no independent sample reaches (docs/methods/covariate-metrics.md); R_β is scaled to equal table sizes first, as it grows with
/// the synthetic rows. Where real rows repeat one another (few discrete columns), recall is high by itself: then authenticity,
/// which counts ties half, has to agree.
/// </summary>
internal static class CopyingVerdict
{
    private const double CopyPrecision = 0.95;
    private const double CopyRecall = 0.60;

    public static Verdict Of(CovariateMetrics x, PrivacyMetrics p, RowCounts rows)
    {
        RowCounts pairs = rows.Pairs;
        double recall = x.BetaRecall * 0.5 * (pairs.Real + pairs.Synthetic) / pairs.Synthetic;
        bool copies = x.AlphaPrecision > CopyPrecision && (pairs.Synthetic <= pairs.Real ? x.BetaRecall : recall) > CopyRecall;
        double excess = p.VerbatimRate - p.VerbatimRateReal;
        double noise = pairs.Noise;
        List<Finding?> findings =
        [
            !copies ? null : new Finding(x.Authenticity < 0.4 ? VerdictLevel.Fail : VerdictLevel.Caution,
                Invariant($"precision {x.AlphaPrecision:F2} with recall {x.BetaRecall:F2} is what copies of the real rows score; an "
                    + $"independent sample reaches a recall of about .5")),
            Finding.Above(excess, 0.1 + rows.Noise, 0.02 + rows.Noise,
                Invariant($"{p.VerbatimRate:P0} of synthetic people equal a real person in every covariate "
                    + $"({p.VerbatimRateReal:P0} of real people equal another)")),
            Finding.Below(x.Authenticity, 0.2 - noise, 0.33 - noise,
                Invariant($"{1 - x.Authenticity:P0} of synthetic people are closer to a real person than that person's nearest peer (about "
                    + $"half is expected)")),
            p.DcrShareBelowHoldoutP05 is double share
                ? Finding.Above(share, 0.2 + noise, 0.1 + noise,
                    Invariant($"{share:P0} of synthetic people are nearer to a fitted person than 95 % of unseen people are (5 % is "
                        + $"expected)"))
                : null,
            p.MembershipAuc is double auc
                ? Finding.Above(auc, 0.65 + noise, 0.57 + noise,
                    Invariant($"distance to the synthetic rows tells fitted from unseen people with AUC {auc:F2} (.5 is best)"))
                : null,
        ];
        return Finding.Conclude("copying",
            findings, Praise(x, p), "Do not release these rows as synthetic; train less, or use another ‹generator›.",
            "Look at the nearest pairs of rows before releasing them.");
    }

    private static string Praise(CovariateMetrics x, PrivacyMetrics p) => Invariant(
        $"No sign of copying: {p.VerbatimRate:P0} of synthetic people equal a real one in every covariate, and {x.Authenticity:P0} are "
            + $"farther from their nearest real person than that person's nearest peer (about half is expected). This finds copies; it is "
            + $"no privacy guarantee.");
}
