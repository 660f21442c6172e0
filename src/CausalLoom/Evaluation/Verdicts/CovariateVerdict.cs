using static CausalLoom.Io.InvariantText;

namespace CausalLoom.Evaluation.Verdicts;

/// <summary>
/// Whether the covariates are distributed as the real ones. Every limit leaves room for the sampling noise of both tables,
/// √(1/n + 1/m); recall is held against m/(n + m), what an independent sample of m rows reaches. The one-class precision has
/// lenient limits, since its embedding overfits small tables: half of a real table against the other half scores .57 to .84.
/// </summary>
internal static class CovariateVerdict
{
    public static Verdict Of(CovariateMetrics x, RowCounts rows)
    {
        double noise = rows.Noise, pairNoise = rows.Pairs.Noise;
        double ideal = (double)rows.Pairs.Synthetic / (rows.Pairs.Real + rows.Pairs.Synthetic);
        Finding?[] findings =
        [
            Finding.Below(x.DependenceKept + (1.5 * x.DependenceKeptSe), 0.5, 0.75,
                Invariant($"the covariates hang together too little: {Math.Max(0, x.DependenceKept):P0} of the strength of the real "
                    + $"correlations is kept")),
            Finding.Above(x.DependenceKept - (1.5 * x.DependenceKeptSe), 2, 1.35,
                Invariant($"the covariates hang together too strongly: correlations are {x.DependenceKept:F1} times the real ones")),
            Finding.Below(x.KsComplement, 0.8 - noise, 0.92 - noise,
                Invariant($"numeric columns are distributed differently (KS complement {x.KsComplement:F2})")),
            Finding.Below(x.TvComplement, 0.8 - noise, 0.92 - noise,
                Invariant($"levels occur with other frequencies (TV complement {x.TvComplement:F2})")),
            Finding.Above(x.MissingRateDifference, 0.1 + noise, 0.02 + noise,
                Invariant($"values are missing at other rates (mean difference {x.MissingRateDifference:P1})")),
            Finding.Below(x.AlphaPrecisionMinmax, 0.8 - pairNoise, 0.9 - pairNoise,
                Invariant($"synthetic people lie where real ones do not, or crowd the centre (precision {x.AlphaPrecisionMinmax:F2} "
                    + $"without an embedding)")),
            Finding.Below(x.AlphaPrecision, 0.3, 0.5,
                Invariant($"synthetic people lie where real ones do not, or crowd the centre (P_α {x.AlphaPrecision:F2})")),
            Finding.Below(x.BetaRecall / ideal, 0.45, 0.7,
                Invariant($"parts of the real population are missing (R_β {x.BetaRecall:F2}; an independent sample reaches about "
                    + $"{ideal:F2})")),
            Finding.Below(x.BetaRecallMinmax / ideal, 0.45, 0.7,
                Invariant($"parts of the real population are missing (recall {x.BetaRecallMinmax:F2} without an embedding; an independent "
                    + $"sample reaches about {ideal:F2})")),
            Finding.Below(x.C2stBoosting, 0.2, 0.6 - (2 * pairNoise),
                Invariant($"a classifier tells synthetic from real people (AUC {AreaOf(x.C2stBoosting):F2}; .5 is best)")),
        ];
        return Finding.Conclude("covariates", findings, Praise(x, ideal),
            "Use another ‹generator› or train it longer; then compare the margins and correlations in the report.");
    }

    private static string Praise(CovariateMetrics x, double ideal) => Invariant(
        $"The synthetic covariates are distributed as the real ones: precision {x.AlphaPrecision:F2} and recall {x.BetaRecall:F2} (an "
            + $"independent sample reaches about {ideal:F2}), {Math.Min(1, x.DependenceKept):P0} of the strength of correlations kept, and "
            + $"a classifier tells the two apart with AUC {AreaOf(x.C2stBoosting):F2} (.5 is best).");

    private static double AreaOf(double c2st) => 0.5 + ((1 - c2st) / 2);
}
