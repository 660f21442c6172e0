using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Io;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Estimation.Average;

/// <summary>Average effects of one data set by several estimators on the same nuisances.</summary>
/// <param name="Effects">An estimate for each estimator and, within it, each contrast.</param>
/// <param name="Overlaps">What each contrast rests on.</param>
/// <param name="Nuisances">The nuisances.</param>
public sealed record AverageEffects(IReadOnlyList<AverageEffect> Effects, IReadOnlyList<OverlapDiagnostics> Overlaps, Nuisances Nuisances)
{
    private const string FlexibleWeights = "Weighting rests on the propensity alone, and what a flexible one does not learn stays in the "
        + "estimate; the standard error knows nothing of it. Hold it against aipw or tmle.";

    private const int FewestACoefficient = 5;
    private const double NotableImbalance = 0.5;

    /// <summary>What the first contrast rests on: the only one of two arms.</summary>
    public OverlapDiagnostics Overlap => Overlaps[0];

    /// <summary>
    /// Learns the nuisances once and estimates. Weighting alone learns no outcome means: <see cref="Nuisances"/> then holds NaN for them.
    /// </summary>
    /// <param name="data">The rows, with the clusters and sampling weights they have: clusters stay in one fold and are one draw, weights
    /// weigh the scores and, where its learner can take them, each nuisance.</param>
    /// <param name="options">What and how; null: the defaults.</param>
    /// <param name="context">Stream, threads, progress.</param>
    /// <exception cref="CausalLoomException">An estimator is unknown, or the data cannot tell.</exception>
    public static AverageEffects Estimate(CausalData data, AverageEffectOptions? options, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        options ??= new AverageEffectOptions();
        Check(data, options);
        int repeats = RepeatedEffects.Count(options.Repeats, data.Rows, data.Covariates.Columns.Count,
            options.Nuisances.FoldsFor(data));
        AverageEffects[] runs = new AverageEffects[repeats];
        for (int r = 0; r < repeats; r++)
        {
            FitContext own = r == 0 ? context : context.Child("repeat").Child(r);
            runs[r] = Of(data, Nuisances.Learn(data, options.Nuisances, own, options.NeedsMeans), options, own.Stream.Child("max-t"));
        }

        return RepeatedEffects.Of(runs);
    }

    /// <summary>Estimates with nuisances that are given, such as those learnt with the help of further rows.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="nuisances">Their nuisances.</param>
    /// <param name="options">What to estimate, and whether the propensity is known.</param>
    /// <param name="stream">Where simultaneous intervals of more than one contrast draw from; null: a stream of its own.</param>
    /// <exception cref="CausalLoomException">An estimator is unknown, or the data cannot tell.</exception>
    public static AverageEffects Of(CausalData data, Nuisances nuisances, AverageEffectOptions options, RandomStream? stream = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(nuisances);
        ArgumentNullException.ThrowIfNull(options);
        ScoreInput input = ScoreInput.Of(data, nuisances);
        (_, RowView z) = FeatureEncoder.FitRows(data.Covariates);
        ScoreInput whole = input with { Equations = NuisanceEquations.Of(data, nuisances, options.Nuisances, z, options.SmallSample) };

        // Weighting alone brings flexible propensities to balance: once for all populations.
        ScoreInput weighing = options.Estimators.All(name => options.Score(name).NeedsMeans) ? whole : Rebalanced.Of(whole);
        return Of(data, nuisances, options, (estimator, population, _) =>
            estimator.Means(estimator.NeedsMeans ? whole : weighing, population), stream, weighing.Propensity);
    }

    /// <summary>Estimates with scores of the caller's own.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="nuisances">Their nuisances.</param>
    /// <param name="options">What to estimate, and whether the propensity is known.</param>
    /// <param name="means">The level means of an estimator over a population, given the equations that the nuisances solve.</param>
    /// <param name="stream">As above.</param>
    /// <param name="weighing">The propensities that weighting alone weighs by; null: those of the nuisances.</param>
    internal static AverageEffects Of(CausalData data, Nuisances nuisances, AverageEffectOptions options,
        Func<IScore, Population, NuisanceEquations, LevelMeans> means, RandomStream? stream = null, double[][]? weighing = null)
    {
        Check(data, options);
        (FeatureEncoder encoder, RowView z) = FeatureEncoder.FitRows(data.Covariates);
        double[]? worth = options.Estimators.All(name => options.Score(name).NeedsMeans) ? null
            : LinearAdjustment.OfSome(data, z)?.Columns;
        IReadOnlyList<Contrast> contrasts = options.ContrastsOf(data.Levels);
        OverlapDiagnostics[] overlaps = [.. contrasts.Select(contrast =>
            OverlapDiagnostics.Of(data, nuisances, contrast, Population.Of(options.Estimand, contrast), z, encoder.FeatureNames, weighing,
                worth))];
        NuisanceEquations equations = NuisanceEquations.Of(data, nuisances, options.Nuisances, z, options.SmallSample);
        List<AverageEffect> effects = [];
        foreach (string name in options.Estimators)
        {
            IScore estimator = options.Score(name);
            Dictionary<Population, LevelMeans> known = [];
            EffectScore[] scores = [.. contrasts.Select(contrast =>
            {
                Population population = Population.Of(options.Estimand, contrast);
                if (!known.TryGetValue(population, out LevelMeans? of))
                {
                    of = means(estimator, population, equations);
                    known[population] = of = options.Synthesis?.Corrected(of, population) ?? of;
                }

                return of.Contrast(contrast, options.Scale);
            })];
            double? critical = scores.Length < 2 ? null
                : MaxT.Critical([.. scores.Select(score => score.Influence)], data.ClusterCodes,
                    (stream ?? RandomStream.Of(1)).Child(name));
            effects.AddRange(scores.Select((score, c) =>
                Effect((name, estimator), (score, known[Population.Of(options.Estimand, contrasts[c])].Slopes(contrasts[c], options.Scale),
                    known[Population.Of(options.Estimand, contrasts[c])]), contrasts[c], data, overlaps[c], nuisances, options, critical)));
        }

        return new AverageEffects(effects, overlaps, nuisances);
    }

    private static void Check(CausalData data, AverageEffectOptions options)
    {
        options.Check();
        if (data.ClusterCodes is { } clusters && clusters.Distinct().Take(2).Count() < 2)
        {
            throw new CausalLoomException("All rows are in one cluster: a clustered standard error needs at least two.");
        }

        if (options.Scale != EffectScale.Difference && Enumerable.Range(0, data.Levels).FirstOrDefault(level =>
            data.Treatment.RowsOf(level).Select(i => data.Outcome[i]).Distinct().Take(2).Count() < 2, -1) is >= 0 and int same)
        {
            throw new CausalLoomException($"The outcome {CellText.Show(data.OutcomeColumn.Name)} is the same in all rows with "
                + $"{data.TreatmentSpace.Name} = {data.TreatmentSpace.Levels[same]}: a ratio to it has no standard error. "
                + "Use the difference.");
        }

        if (options.Scale == EffectScale.OddsRatio && !data.IsBinaryOutcome)
        {
            throw new CausalLoomException($"The outcome '{data.OutcomeColumn.Name}' is a number and has no odds: use the difference or "
                + $"the ratio.");
        }
    }

    private static AverageEffect Effect((string Name, IScore Score) estimator,
        (EffectScore Score, double[] Slopes, LevelMeans Means) of, Contrast contrast, CausalData data,
        OverlapDiagnostics overlap, Nuisances nuisances, AverageEffectOptions options, double? critical)
    {
        EffectScore score = of.Score;
        ClusterSides? sides = data.ClusterCodes is { } codes ? ClusterSides.Of(codes, data.Treatment.Codes, contrast) : null;
        (double se, double freedom) =
            sides?.Error(score, data.ClusterCodes!, data.Treatment.Codes, contrast) ?? (score.StandardError(), double.NaN);
        Population population = Population.Of(options.Estimand, contrast);
        string? refusal = IntervalEvidence.Refusal(data, overlap) ?? options.Synthesis?.Of(population)?.Refusal;
        (double Se, double Critical) Wide(double normal)
        {
            double width = refusal is not null ? double.NaN
                : Math.Max(sides?.Critical(freedom, normal) ?? normal, IntervalEvidence.Critical(overlap, normal));
            return options.Synthesis?.Widened(population, of.Slopes, se, width, normal) ?? (se, width);
        }

        (double own, double half) = Wide(StandardNormal.Quantile975);
        (double lower, double upper) = score.Interval(own, half);
        EffectFigure Figure(EffectScore figure, double[]? slopes)
        {
            (double plain, double t) = sides?.Error(figure, data.ClusterCodes!, data.Treatment.Codes, contrast)
                ?? (figure.StandardError(), double.NaN);
            double width = refusal is not null && slopes is not null ? double.NaN
                : Math.Max(sides?.Critical(t, StandardNormal.Quantile975) ?? StandardNormal.Quantile975,
                    slopes is null ? 0 : IntervalEvidence.Critical(overlap, StandardNormal.Quantile975));
            (double wide, double critical) = slopes is null || options.Synthesis is null ? (plain, width)
                : options.Synthesis.Widened(population, slopes, plain, width, StandardNormal.Quantile975);
            (double low, double high) = figure.Interval(wide, critical);
            return new EffectFigure(figure.Estimate, wide, low, high);
        }
        List<string> warnings =
        [
            .. Warnings(data, overlap, options, contrast).Select(text => data.Levels == 2 ? text
                : $"{data.TreatmentSpace.Levels[contrast.Level]} against {data.TreatmentSpace.Levels[contrast.Reference]}: {text}"),
            .. nuisances.Unweighted.Select(learner => $"The {learner} cannot take sampling weights: it was learnt without them, and only "
                + $"the scores are weighted. Another ‹nuisance› (stack, linear, forest, boosting, spline, interactions) weighs both."),
        ];
        if (!estimator.Score.NeedsMeans && options.Nuisances.LearnsAssignment && !options.Nuisances.Propensity.IsRegression)
        {
            warnings.Add(FlexibleWeights);
        }

        if (Unbalanced(estimator.Score, overlap, options, score, se) is { } unbalanced)
        {
            warnings.Add(unbalanced);
        }

        if (options.Synthesis?.Caution(population) is { } allowed)
        {
            warnings.Add(allowed);
        }

        if (estimator.Score.Caution is { } caution)
        {
            warnings.Add(caution);
        }

        double[] pseudo = [.. score.Influence.Select(v => score.Estimate + v)];
        return new AverageEffect(estimator.Name, options.Estimand.Name(), score.Estimate, own, lower, upper, pseudo.Length,
            overlap.EffectiveSampleSize, warnings, pseudo, nuisances.Propensity[contrast.Level], overlap.Clipped)
        {
            Level = data.TreatmentSpace.Levels[contrast.Level],
            Reference = data.TreatmentSpace.Levels[contrast.Reference],
            Scale = options.Scale,
            LeverageCorrected = score.Corrected,
            Figures = options.WithFigures ? Figures(data, of.Means, contrast, options.Scale, Figure) : null,
            Slopes = of.Slopes,
            Simultaneous = critical is double c ? score.Interval(own, Wide(c).Critical) : null,
            Synthesis = options.Synthesis?.Allowance(population, of.Slopes, se),
            Bounds = refusal is not null && options.Scale == EffectScale.Difference
                ? IntervalEvidence.Bounds(data, options.Estimand, contrast) : null,
        };
    }

    // Level means, the arms as they are, and of two-level outcomes all scales. Slopes are those of the level means; null: of the rows.
    private static EffectFigures Figures(CausalData data, LevelMeans means, Contrast contrast, EffectScale scale,
        Func<EffectScore, double[]?, EffectFigure> figure)
    {
        ScoreInput plain = new(data.Outcome.Values, data.Treatment.Codes, [.. Enumerable.Repeat(data.Outcome.Values, data.Levels)],
            [.. Enumerable.Repeat<double[]>([.. Enumerable.Repeat(1.0 / data.Levels, data.Rows)], data.Levels)], data.Given);
        LevelMeans arms = new WeightingScore().Means(plain, Population.Everyone);
        double[] Unit(int level) => [.. Enumerable.Range(0, data.Levels).Select(l => l == level ? 1.0 : 0)];
        EffectFigure? On(EffectScale other) => !data.IsBinaryOutcome || !HasScale(means, contrast, other) ? null
            : figure(means.Contrast(contrast, other), means.Slopes(contrast, other));
        return new EffectFigures(figure(means.Of(contrast.Level), Unit(contrast.Level)),
            figure(means.Of(contrast.Reference), Unit(contrast.Reference)), figure(arms.Contrast(contrast, scale), null))
        {
            RiskDifference = On(EffectScale.Difference), RiskRatio = On(EffectScale.Ratio), OddsRatio = On(EffectScale.OddsRatio),
        };
    }

    private static bool HasScale(LevelMeans means, Contrast contrast, EffectScale scale) => scale == EffectScale.Difference
        || (Math.Min(means.Mean[contrast.Level], means.Mean[contrast.Reference]) > 0
            && (scale == EffectScale.Ratio || Math.Max(means.Mean[contrast.Level], means.Mean[contrast.Reference]) < 1));

    // What weights leave matters by what it is worth beside the standard error, and to an estimator that has nothing else.
    private static string? Unbalanced(IScore estimator, OverlapDiagnostics overlap, AverageEffectOptions options, EffectScore score,
        double se)
    {
        double left = overlap.ImbalanceLeft;
        return estimator.NeedsMeans || score.Scale != EffectScale.Difference || !(Math.Abs(left) > NotableImbalance * se) ? null
            : string.Create(CultureInfo.InvariantCulture, $"Weighted, the arms still differ, most in '{overlap.WorstCovariate}' by "
                + $"{overlap.ImbalanceAfter:F2} standard deviations: by a linear model that moves the estimate by {left:+0.###;-0.###} "
                + $"({Math.Abs(left) / se:0.0} standard errors). {(options.Nuisances.LearnsAssignment
                    ? "aipw and tmle take out what covariates say of it; or try another ‹nuisance›."
                    : "By chance, where the propensity that was given is right; aipw and tmle take it out.")}");
    }

    private static string? FewClusters(CausalData data, Contrast contrast)
    {
        if (data.ClusterCodes is not { } codes || ClusterSides.Of(codes, data.Treatment.Codes, contrast) is not { } sides)
        {
            return null;
        }

        string counts = string.Create(CultureInfo.InvariantCulture,
            $"There are {sides.Level} clusters with the level and {sides.Reference} "
            + $"with its reference, and by their sizes {sides.SpreadLevel:0.0} and {sides.SpreadReference:0.0}");
        return !sides.CanTell ? $"{counts}: too few for an interval. The standard error itself is a guess."
            : sides.IsFew ? $"{counts}: intervals are Student's t of so many."
            : null;
    }

    // Fitting and evaluating on the same rows is right for regressions of few coefficients, whose equations are stacked on.
    private static string? InSampleDoubt(CausalData data, AverageEffectOptions options)
    {
        NuisanceOptions nuisances = options.Nuisances;
        bool regressions = (!options.NeedsMeans || nuisances.Outcome.IsRegression)
            && (nuisances.KnownPropensity is not null || nuisances.Propensity.IsRegression);
        return !regressions ? "The nuisances were evaluated on the rows they were fitted to: estimates are biased towards the data and "
                + "intervals too narrow. Leave out ‹folds 1›."
            : (nuisances with { Folds = null }).FoldsFor(data) > 1
                ? "The regressions have fewer than ten rows (or clusters) of each level a "
                + "coefficient and were evaluated on the rows they were fitted to: intervals are too narrow. Leave out ‹folds 1›, or name "
                + "fewer covariates."
            : null;
    }

    private static string? FewACoefficient(CausalData data, AverageEffectOptions options, int rows)
    {
        NuisanceOptions nuisances = options.Nuisances;
        if (!(nuisances.LearnsAssignment && nuisances.Propensity.IsRegression) && !(options.NeedsMeans && nuisances.Outcome.IsRegression))
        {
            return null;
        }

        double each = rows / (FeatureEncoder.Fit(data.Covariates).Width + 1.0);
        return each >= FewestACoefficient ? null : string.Create(CultureInfo.InvariantCulture, $"The regressions have {each:0.0} rows of "
            + $"the smaller arm a coefficient and learn noise as well. Name fewer covariates, or choose among them (‹nuisance stack›).");
    }

    private static List<string> Warnings(CausalData data, OverlapDiagnostics overlap, AverageEffectOptions options, Contrast contrast)
    {
        List<string> warnings = [];
        int rows = data.Treatment.CountOf(contrast.Level) + data.Treatment.CountOf(contrast.Reference);
        string elsewhere = options.Estimand == Estimand.Ato ? "Name fewer covariates or get rows where both arms occur."
            : "Estimate the effect where both arms occur (‹estimand ato›), trim, or augment.";
        if (overlap.Clipped > 0.01 * data.Rows)
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{overlap.Clipped} of {data.Rows} propensities were clipped "
                + $"to [{options.Nuisances.Clipping.Lower}, {options.Nuisances.Clipping.Upper}]: overlap is poor, and the effect in those "
                + $"rows rests on the outcome model alone. {elsewhere}"));
        }

        if (overlap.EffectiveSampleSize < 0.5 * rows)
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"The effective sample size is {overlap.EffectiveSampleSize:F0} of "
                + $"{rows} rows: a few rows carry much of the weight. {elsewhere}"));
        }

        if (IntervalEvidence.Refusal(data, overlap) is { } refusal)
        {
            warnings.Add($"No interval: {refusal}; a standard error of such rows is no measure of what is not known. {elsewhere}");
        }

        if (FewClusters(data, contrast) is { } few)
        {
            warnings.Add(few);
        }

        int least = Math.Min(data.Treatment.CountOf(contrast.Level), data.Treatment.CountOf(contrast.Reference));
        if (least < 50)
        {
            warnings.Add(FormattableString.Invariant($"The smaller arm has {least} rows: the standard error is itself uncertain."));
        }

        if (FewACoefficient(data, options, least) is { } learnt)
        {
            warnings.Add(learnt);
        }

        if (options.Nuisances.Folds == 1 && InSampleDoubt(data, options) is { } doubt)
        {
            warnings.Add(doubt);
        }

        return warnings;
    }
}
