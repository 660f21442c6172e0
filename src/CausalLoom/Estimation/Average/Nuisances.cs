using CausalLoom.Data;
using CausalLoom.Mechanisms;

namespace CausalLoom.Estimation.Average;

/// <summary>Propensities and outcome means of each row and level, by models that did not see it unless told otherwise.</summary>
/// <param name="Mu">μ̂_w of each row, [K][n]; NaN where no estimator asked for them.</param>
/// <param name="Unclipped">ĝ_w of each row as it was learnt, [K][n].</param>
/// <param name="Propensity">ĝ_w of each row within the bounds of the clipping, [K][n].</param>
/// <param name="Clipped">In how many rows a propensity was moved.</param>
public sealed record Nuisances(double[][] Mu, double[][] Unclipped, double[][] Propensity, int Clipped)
{
    /// <summary>What was learnt of the outcome, with a model for other rows where its learner keeps one; null where nothing was.</summary>
    public CrossFittedOutcome? Outcome { get; private init; }

    /// <summary>What was learnt of the treatment, not clipped, likewise.</summary>
    public CrossFittedPropensity? Treatment { get; private init; }

    /// <summary>Learners that could not take the sampling weights they were given, by name.</summary>
    public IReadOnlyList<string> Unweighted { get; init; } = [];

    /// <summary>The folds they were learnt in; 1 where each row was seen by its own models.</summary>
    public int Folds => Math.Max(Outcome?.Folds.Count ?? 1, Treatment?.Folds.Count ?? 1);

    /// <summary>K.</summary>
    public int Levels => Propensity.Length;

    /// <summary>Learns the nuisances. Rows of a cluster stay in one fold; learners that can weigh rows do.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="options">How.</param>
    /// <param name="context">Stream, threads, progress.</param>
    /// <exception cref="CausalLoomException">A level has fewer than two rows.</exception>
    public static Nuisances Fit(CausalData data, NuisanceOptions options, FitContext context) => Learn(data, options, context, means: true);

    /// <summary>As <see cref="Fit"/>, or ĝ alone with NaN for the means: streams have names, so ĝ is the same.</summary>
    internal static Nuisances Learn(CausalData data, NuisanceOptions options, FitContext context, bool means)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        if (data.Treatment.Fewest < 2)
        {
            int level = Enumerable.Range(0, data.Levels).MinBy(data.Treatment.CountOf);
            throw new CausalLoomException($"Of {data.Rows} rows {data.Treatment.CountOf(level)} have treatment "
                + $"'{data.TreatmentSpace.Levels[level]}': an effect needs at least two rows in each arm.");
        }

        Mechanisms.Folds? folds = FoldsOf(data, options, context);
        CrossFittedOutcome? outcome = means ? LearnMeans(data, options.Outcome, folds, context.Child("outcome")) : null;
        CrossFittedPropensity propensity = LearnPropensities(data, options, folds, context);
        return Of(outcome?.Mu ?? Unknown(data), propensity.OutOfFold, options.Clipping) with
        {
            Outcome = outcome,
            Treatment = propensity,
            Unweighted = data.Normalised is null ? [] : [.. CannotWeigh(options)],
        };
    }

    /// <summary>Nuisances that were learnt, their propensities clipped.</summary>
    /// <param name="mu">μ̂_w of each row, [K][n].</param>
    /// <param name="learnt">ĝ_w of each row, [K][n].</param>
    /// <param name="clipping">The bounds.</param>
    public static Nuisances Of(double[][] mu, double[][] learnt, PropensityClipping clipping)
    {
        ArgumentNullException.ThrowIfNull(learnt);
        (double[][] g, int moved) = clipping.Clip(learnt);
        return new Nuisances(mu, learnt, g, moved);
    }

    /// <summary>The same with other outcome means.</summary>
    internal Nuisances WithMeans(double[][] mu) => this with { Mu = mu, Outcome = null };

    /// <summary>The same within other bounds.</summary>
    internal Nuisances ClippedTo(PropensityClipping clipping)
    {
        (double[][] g, int moved) = clipping.Clip(Unclipped);
        return this with { Propensity = g, Clipped = moved };
    }

    /// <summary>The mean of a figure of each row over a population, such as of true effects: weighted by the propensities learnt.</summary>
    /// <param name="data">The rows, and their sampling weights where they have any.</param>
    /// <param name="population">Whom to average over.</param>
    /// <param name="figure">One number a row, [n].</param>
    public double Average(CausalData data, Population population, IReadOnlyList<double> figure)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(figure);
        double top = 0, bottom = 0;
        for (int i = 0; i < data.Rows; i++)
        {
            double h = (data.Given?[i] ?? 1) * population.Share(Propensity, i, data.Treatment[i]);
            top += h * figure[i];
            bottom += h;
        }

        return top / bottom;
    }

    /// <summary>The folds in which <see cref="Fit"/> learns the nuisances of these rows; null where it does so in-sample.</summary>
    internal static Mechanisms.Folds? FoldsOf(CausalData data, NuisanceOptions options, FitContext context) =>
        options.FoldsFor(data) is > 1 and int folds
            ? Mechanisms.Folds.Stratified(data.Treatment.Codes, folds, context.Stream.Child("folds"), data.ClusterCodes) : null;

    /// <summary>μ̂_w of each row, as <see cref="Fit"/> learns them in given folds.</summary>
    internal static double[][] Means(CausalData data, NuisanceOptions options, Mechanisms.Folds? folds, FitContext context) =>
        LearnMeans(data, options.Outcome, folds, context.Child("outcome")).Mu;

    /// <summary>ĝ_w of each row, not clipped, as <see cref="Fit"/> learns it in given folds.</summary>
    internal static double[][] Propensities(CausalData data, NuisanceOptions options, Mechanisms.Folds? folds, FitContext context) =>
        LearnPropensities(data, options, folds, context).OutOfFold;

    private static double[][] Unknown(CausalData data) =>
        [.. Enumerable.Range(0, data.Levels).Select(_ => Enumerable.Repeat(double.NaN, data.Rows).ToArray())];

    private static IEnumerable<string> CannotWeigh(NuisanceOptions options)
    {
        if (!options.Outcome.WeighsRows)
        {
            yield return $"outcome model '{options.Outcome.Name}'";
        }

        if (!options.Propensity.WeighsRows && options.KnownPropensity is null)
        {
            yield return $"propensity model '{options.Propensity.Name}'";
        }
    }

    private static CrossFittedOutcome LearnMeans(CausalData data, IOutcomeLearner learner, Mechanisms.Folds? folds, FitContext context)
    {
        if (folds is not null)
        {
            return learner.CrossFit(data, folds, context);
        }

        IOutcomeModel model = learner.Fit(data, context);
        return new CrossFittedOutcome(
            model, [.. Enumerable.Range(0, data.Levels).Select(level => model.Mean(data.Covariates, level))],
                Mechanisms.Folds.None(data.Rows));
    }

    private static CrossFittedPropensity LearnPropensities(CausalData data, NuisanceOptions options, Mechanisms.Folds? folds,
        FitContext context)
    {
        if (options.KnownPropensity is double known)
        {
            return data.Levels == 2
                ? new CrossFittedPropensity(null, LevelPropensities.OfTwo([.. Enumerable.Repeat(known, data.Rows)]),
                    Mechanisms.Folds.None(data.Rows))
                : throw new CausalLoomException($"A known propensity is the probability of the second of two arms, and the treatment has "
                    + $"{data.Levels} levels: use the propensity constant, the share of each level.");
        }

        IPropensityLearner raw = options.Propensity.Unclipped();
        context = context.Child("propensity");
        if (folds is not null)
        {
            return raw.CrossFit(data, folds, context);
        }

        IPropensityModel model = raw.Fit(data, context);
        return new CrossFittedPropensity(model, model.Probabilities(data.Covariates), Mechanisms.Folds.None(data.Rows));
    }
}
