using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms;

/// <summary>
/// Outcome means by random forests: one a level (a T-learner), or one with the treatment among the features (an S-learner).
/// </summary>
/// <param name="Options">The forest; the task follows the outcome; null: 200 trees with leaves of at least 5 rows.</param>
/// <param name="Single">Whether there is one forest for both arms, as the hybrid papers' code has it.</param>
public sealed record ForestOutcome(RandomForestOptions? Options = null, bool Single = false) : IOutcomeLearner
{
    private static readonly RandomForestOptions Default = new() { Trees = 200, MinLeafRows = 5 };

    /// <summary>A forest an arm, its options written out.</summary>
    public static ForestOutcome Standard { get; } = new(Default);

    /// <summary>The hybrid papers' forest (docs/methods/outcome-models.md): scikit-learn's defaults, one for both arms.</summary>
    public static ForestOutcome HybridPaper
        { get; } = new(new RandomForestOptions { Trees = 100, MinSplitRows = 2, OutOfBag = false }, Single: true);

    /// <inheritdoc />
    public string Name => ForestOutcomeModel.Kind;

    /// <inheritdoc />
    public bool WeighsRows => true;

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">An arm has no rows.</exception>
    public IOutcomeModel Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        (FeatureEncoder encoder, Matrix x) = FeatureEncoder.FitEncode(data.Covariates, FeatureOptions.ForTrees);
        RandomForestOptions options = (Options ?? Default) with
            { Task = data.IsBinaryOutcome ? ForestTask.Classification : ForestTask.Regression, OutOfBag = false };
        if (Single)
        {
            // scikit-learn's regression forests look at all features at each node.
            int? features = data.IsBinaryOutcome ? options.FeaturesPerNode : options.FeaturesPerNode ?? (x.Columns + data.Levels - 1);
            options = options with { FeaturesPerNode = features };
            Matrix beside = LevelFeatures.Beside(x, data.Treatment.Codes, data.Levels);
            return new ForestOutcomeModel(encoder, [Grow(beside, data.Outcome.Values, options, data.Normalised, context)], data.Levels);
        }

        return new ForestOutcomeModel(encoder, context.Map(data.Levels, (level, c) => FitArm(data, x, level, options, c)), data.Levels);
    }

    private static ForestModel FitArm(CausalData data, Matrix x, int arm, RandomForestOptions options, FitContext context)
    {
        int[] rows = ArmRows.Of(data, arm);
        return Grow(x.TakeRows(rows), Array.ConvertAll(rows, i => data.Outcome[i]), options, RowWeights.Take(data.Normalised, rows),
            context);
    }

    private static ForestModel Grow(Matrix x, double[] y, RandomForestOptions options, double[]? weights, FitContext context) =>
        RandomForest.Fit(x, y, options, context.Stream.Child("forest"), weights, threads: context.Threads,
            cancellation: context.Cancellation);
}
