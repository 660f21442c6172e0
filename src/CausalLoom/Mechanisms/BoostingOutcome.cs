using System.ComponentModel.DataAnnotations;
using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms;

/// <summary>
/// Outcome means by boosted trees, one model an arm (a T-learner), the number of trees chosen by cross-validation within
/// the arm: a light alternative to networks.
/// </summary>
/// <param name="Options">The trees (<see cref="BoostingOptions.Trees"/> is the largest number; the loss follows the outcome); null: the
/// defaults.</param>
/// <param name="Folds">Folds for the number of trees.</param>
public sealed record BoostingOutcome(
    BoostingOptions? Options = null, [property: Range(2, int.MaxValue)] int Folds = 5) : IOutcomeLearner
{
    private static readonly BoostingOptions Default = new()
        { Trees = 300, LearningRate = 0.08, MaxLeaves = 8, MinLeafRows = 8, L2 = 2, Patience = 30 };

    /// <summary>The default trees, their options written out.</summary>
    public static BoostingOutcome Standard { get; } = new(Default);

    /// <inheritdoc />
    public string Name => BoostingOutcomeModel.Kind;

    /// <inheritdoc />
    public bool WeighsRows => true;

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">An arm has fewer than two rows.</exception>
    public IOutcomeModel Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        BoostingOptions options = (Options ?? Default) with { Loss = data.IsBinaryOutcome ? BoostingLoss.Logistic : BoostingLoss.Squared };
        (FeatureEncoder encoder, RowView x) = FeatureEncoder.FitRows(data.Covariates, FeatureOptions.ForTrees);
        BinnedMatrix binned = BinnedMatrix.Of(x, options.MaxBins, data.Normalised);
        BoostedTrees[] arms = context.Map(data.Levels, (arm, c) => FitArm(data, binned, arm, options, c));
        return new BoostingOutcomeModel(encoder, arms);
    }

    private BoostedTrees FitArm(CausalData data, BinnedMatrix binned, int arm, BoostingOptions options, FitContext context)
    {
        int[] rows = data.Treatment.RowsOf(arm);
        if (rows.Length < 2)
        {
            throw new CausalLoomException($"Only {rows.Length} row(s) of those learnt from (cross-fitting leaves others out) "
                    + $"have treatment '{data.TreatmentSpace.Levels[arm]}': the outcome "
                + $"model needs at least two in each arm.");
        }

        int[] fold = new int[data.Rows];
        Array.Fill(fold, -1);
        int[] labels = new int[rows.Length];
        for (int i = 0; data.IsBinaryOutcome && i < rows.Length; i++)
        {
            labels[i] = (int)data.Outcome[rows[i]];
        }

        Folds folds = Mechanisms.Folds.Stratified(labels, Folds, context.Stream.Child("folds"));
        for (int i = 0; i < rows.Length; i++)
        {
            fold[rows[i]] = folds.Of[i];
        }

        int trees = BoostingCrossValidation.Fit(binned, data.Outcome.Values, fold, options, context.Stream.Child("cv"), data.Normalised,
            context.Cancellation).BestTrees();
        return GradientBoosting.Fit(binned, data.Outcome.Values, rows, [], options with { Trees = trees }, context.Stream.Child("fit"),
            data.Normalised, context.Cancellation);
    }
}
