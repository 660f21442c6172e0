using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Numerics.Statistics;
using MathNet.Numerics.Distributions;

namespace CausalLoom.Estimation.Average;

/// <summary>The effect in one subgroup.</summary>
/// <param name="Group">Its name.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="LevelRows">Those with the contrast's level.</param>
/// <param name="ReferenceRows">Those with its reference.</param>
/// <param name="Effect">The effect; null where <paramref name="Note"/> says why there is none.</param>
/// <param name="Note">Why there is no effect, or no interval; null where there is one.</param>
public sealed record SubgroupEffect(string Group, int Rows, int LevelRows, int ReferenceRows, EffectFigure? Effect, string? Note);

/// <summary>
/// Effects in groups of rows, on the nuisances of all rows: the estimator's own score with rows outside a group weighed 0, so that what
/// estimating regressions on all rows costs stays in each group's error.
/// </summary>
/// <param name="Column">What groups are made of.</param>
/// <param name="Estimator">The estimator.</param>
/// <param name="Level">The contrast's level.</param>
/// <param name="Reference">Its reference.</param>
/// <param name="Groups">The groups.</param>
/// <param name="EqualP">P of a Wald test that the effects of all groups with one are equal; NaN with fewer than two.</param>
public sealed record SubgroupEffects(string Column, string Estimator, string Level, string Reference, IReadOnlyList<SubgroupEffect> Groups,
    double EqualP)
{
    private const int Fewest = 2;

    /// <summary>The effects of each estimator and contrast, in the order of <paramref name="effects"/>.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="groups">Their groups.</param>
    /// <param name="effects">What was estimated of all of them.</param>
    /// <param name="options">How.</param>
    public static IReadOnlyList<SubgroupEffects> Of(CausalData data, Subgroups groups, AverageEffects effects, AverageEffectOptions options)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(effects);
        ArgumentNullException.ThrowIfNull(options);
        (FeatureEncoder encoder, RowView z) = FeatureEncoder.FitRows(data.Covariates);
        NuisanceEquations equations = NuisanceEquations.Of(data, effects.Nuisances, options.Nuisances, z, options.SmallSample);
        ScoreInput all = ScoreInput.Of(data, effects.Nuisances) with { Equations = equations };
        return [.. options.Estimators.SelectMany(name =>
        {
            IScore score = options.Score(name);
            ScoreInput input = score.NeedsMeans ? all : Rebalanced.Of(all);
            return options.ContrastsOf(data.Levels).Select(contrast =>
                Of(data, groups, (name, score), input, contrast, effects.Nuisances, options, (encoder.FeatureNames, z)));
        })];
    }

    private static SubgroupEffects Of(CausalData data, Subgroups groups, (string Name, IScore Score) estimator, ScoreInput input,
        Contrast contrast, Nuisances nuisances, AverageEffectOptions options, (IReadOnlyList<string> Names, RowView Z) features)
    {
        List<SubgroupEffect> found = [];
        List<EffectScore> scores = [];
        for (int g = 0; g < groups.Names.Count; g++)
        {
            int[] rows = [.. Enumerable.Range(0, data.Rows).Where(i => groups.Of[i] == g)];
            int level = rows.Count(i => data.Treatment[i] == contrast.Level), reference =
                rows.Count(i => data.Treatment[i] == contrast.Reference);
            if (Math.Min(level, reference) < Fewest
                || Enumerable.Range(0, data.Levels).Any(l => !rows.Any(i => data.Treatment[i] == l)))
            {
                found.Add(new SubgroupEffect(groups.Names[g], rows.Length, level, reference, null, "an arm has fewer than two rows"));
                continue;
            }

            Population population = Population.Of(options.Estimand, contrast);
            LevelMeans means = estimator.Score.Means(Within(input, data, groups, g), population);
            if (Impossible(means, contrast, options.Scale) is { } impossible)
            {
                found.Add(new SubgroupEffect(groups.Names[g], rows.Length, level, reference, null, impossible));
                continue;
            }

            EffectScore score = means.Contrast(contrast, options.Scale);
            scores.Add(score);
            found.Add(Effect((groups.Names[g], rows, level, reference), score, data, nuisances, population, contrast, features));
        }

        return new SubgroupEffects(groups.Column, estimator.Name, data.TreatmentSpace.Levels[contrast.Level],
            data.TreatmentSpace.Levels[contrast.Reference], found, Equal(scores, data.ClusterCodes));
    }

    // Rows outside the group weigh nothing in the mean, and what they were fitted with in the equations of the nuisances.
    private static ScoreInput Within(ScoreInput input, CausalData data, Subgroups groups, int g) =>
        new(input.Outcome, input.Treatment, input.Mu, input.Propensity,
            [.. Enumerable.Range(0, data.Rows).Select(i => groups.Of[i] == g ? input.Weights[i] : 0)]) { Equations = input.Equations };

    private static string? Impossible(LevelMeans means, Contrast contrast, EffectScale scale)
    {
        double a = means.Mean[contrast.Level], b = means.Mean[contrast.Reference];
        bool has = scale == EffectScale.Difference
            || (Math.Min(a, b) > 0 && (scale != EffectScale.OddsRatio || Math.Max(a, b) < 1));
        return has ? null : $"the means have no {scale.Name()}";
    }

    private static SubgroupEffect Effect((string Name, int[] Rows, int Level, int Reference) group, EffectScore score, CausalData data,
        Nuisances nuisances, Population population, Contrast contrast, (IReadOnlyList<string> Names, RowView Z) features)
    {
        CausalData own = data.Take(group.Rows);
        double[][] Rows(double[][] of) => [.. of.Select(level => Array.ConvertAll(group.Rows, i => level[i]))];
        Nuisances part = new(Rows(nuisances.Mu), Rows(nuisances.Unclipped), Rows(nuisances.Propensity),
            group.Rows.Count(i => nuisances.Propensity[contrast.Level][i] != nuisances.Unclipped[contrast.Level][i]));
        OverlapDiagnostics overlap = OverlapDiagnostics.Of(own, part, contrast, population, features.Z.At(group.Rows), features.Names);
        ClusterSides? sides = own.ClusterCodes is { } codes ? ClusterSides.Of(codes, own.Treatment.Codes, contrast) : null;
        (double se, double freedom) = sides?.Error(score, data.ClusterCodes!, data.Treatment.Codes, contrast)
            ?? (score.StandardError(), double.NaN);
        string? refusal = IntervalEvidence.Refusal(own, overlap) ?? (sides is { CanTell: false } ? "there are too few clusters" : null);
        double half = refusal is not null ? double.NaN : Math.Max(
            sides?.Critical(freedom, StandardNormal.Quantile975) ?? StandardNormal.Quantile975,
            IntervalEvidence.Critical(overlap, StandardNormal.Quantile975));
        (double lower, double upper) = score.Interval(se, half);
        return new SubgroupEffect(group.Name, group.Rows.Length, group.Level, group.Reference,
            new EffectFigure(score.Estimate, se, lower, upper), refusal);
    }

    // dᵀ V⁻¹ d of the differences to the first group, V by influences (of ratios on the log scale), summed within clusters.
    private static double Equal(List<EffectScore> scores, int[]? clusters)
    {
        if (scores.Count < 2)
        {
            return double.NaN;
        }

        bool log = scores[0].Scale != EffectScale.Difference;
        double Value(EffectScore s) => log ? Math.Log(s.Estimate) : s.Estimate;
        double[][] apart = [.. scores.Skip(1).Select(s => (double[])[.. s.Influence.Zip(scores[0].Influence, (a, b) =>
            log ? (a / s.Estimate) - (b / scores[0].Estimate) : a - b)])];
        int n = scores[0].Influence.Length, k = apart.Length;
        double[][] draws = clusters is null ? apart : [.. apart.Select(of => Enumerable.Range(0, n).GroupBy(i => clusters[i])
            .OrderBy(group => group.Key).Select(group => group.Sum(i => of[i])).ToArray())];
        int count = draws[0].Length;
        Matrix variance = new(k, k);
        for (int a = 0; a < k; a++)
        {
            for (int b = 0; b < k; b++)
            {
                variance[a, b] = draws[a].Zip(draws[b], (x, y) => x * y).Sum() / n / n * count / (count - 1.0);
            }
        }

        double[] d = [.. scores.Skip(1).Select(s => Value(s) - Value(scores[0]))];
        return 1 - ChiSquared.CDF(k, SymmetricMatrix.Dot(d, SymmetricMatrix.Solve(variance, d)));
    }
}
