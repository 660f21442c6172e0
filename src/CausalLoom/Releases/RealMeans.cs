using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Releases;

/// <summary>
/// The level means of the real rows by cross-fitted AIPW, with the covariance by their influence functions and whether the rows can carry
/// an interval at all: what the population is known by, whatever was synthesised from it.
/// </summary>
/// <param name="Mean">ψ̂_w, [K].</param>
/// <param name="Covariance">[K][K].</param>
/// <param name="Freedom">Degrees of freedom; NaN: normal.</param>
/// <param name="Refusal">Why there is no interval; null where there is one.</param>
internal sealed record RealMeans(double[] Mean, double[][] Covariance, double Freedom, string? Refusal)
{
    /// <summary>The means over each population.</summary>
    public static IReadOnlyDictionary<Population, RealMeans> Of(CausalData data, IReadOnlyList<Population> populations,
        NuisanceOptions nuisances, FitContext context, out int folds)
    {
        ScoreInput input = Input(data, nuisances, context, out Nuisances learnt);
        folds = learnt.Folds;
        (FeatureEncoder encoder, RowView z) = FeatureEncoder.FitRows(data.Covariates);
        return populations.ToDictionary(population => population, population =>
        {
            LevelMeans means = new AugmentedScore().Means(input, population);
            double[][] covariance = CovarianceOf(means, data.ClusterCodes);
            (double worst, double freedom, string? refusal) = (1, double.NaN, null);
            foreach (Contrast contrast in Contrast.WithReference(data.Levels))
            {
                OverlapDiagnostics overlap = OverlapDiagnostics.Of(data, learnt, contrast, population, z, encoder.FeatureNames);
                refusal ??= IntervalEvidence.Refusal(data, overlap);
                Lessen(ref freedom, IntervalEvidence.Freedom(overlap));
                if (data.ClusterCodes is not { } clusters)
                {
                    continue;
                }

                ClusterSides sides = ClusterSides.Of(clusters, data.Treatment.Codes, contrast);
                EffectScore score = means.Contrast(contrast);
                (double se, double own) = sides.Error(score, clusters, data.Treatment.Codes, contrast);
                worst = Math.Max(worst, se / score.StandardError(clusters));
                Lessen(ref freedom, own);
                refusal ??= sides.CanTell ? null : "there are too few clusters";
            }

            return new RealMeans(means.Mean, [.. covariance.Select(row => Array.ConvertAll(row, v => worst * worst * v))], freedom,
                refusal);
        });
    }

    /// <summary>What AIPW is a function of, by cross-fitted nuisances.</summary>
    internal static ScoreInput Input(CausalData data, NuisanceOptions options, FitContext context, out Nuisances nuisances)
    {
        nuisances = Nuisances.Fit(data, options, context);
        (_, RowView z) = FeatureEncoder.FitRows(data.Covariates);
        return ScoreInput.Of(data, nuisances) with { Equations = NuisanceEquations.Of(data, nuisances, options, z) };
    }

    /// <summary>Covariance of the level means: Σ IF IFᵀ/(n(n − 1)), of sums within clusters where there are any.</summary>
    internal static double[][] CovarianceOf(LevelMeans means, int[]? clusters)
    {
        int levels = means.Mean.Length;
        double[][] covariance = [.. Enumerable.Range(0, levels).Select(_ => new double[levels])];

        // Polarisation, so that a variance has one formula: cov(a, b) = (var(a + b) − var(a − b))/4.
        for (int a = 0; a < levels; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double sum = Variance(means.Influence[a], means.Influence[b], 1), difference = Variance(means.Influence[a],
                    means.Influence[b], -1);
                covariance[a][b] = covariance[b][a] = (sum - difference) / 4;
            }
        }

        return covariance;

        double Variance(double[] a, double[] b, double sign)
        {
            double se = new EffectScore(0, [.. a.Zip(b, (x, y) => x + (sign * y))]).StandardError(clusters);
            return se * se;
        }
    }

    private static void Lessen(ref double freedom, double other) =>
        freedom = double.IsNaN(freedom) ? other : double.IsNaN(other) ? freedom : Math.Min(freedom, other);
}
