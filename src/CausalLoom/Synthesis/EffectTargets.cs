using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;

namespace CausalLoom.Synthesis;

/// <summary>
/// Treatment and outcome as the last columns of a whole table, each row weighted by 1/(g(1 − g)), g its propensity. Prediction
/// loss sees an error in the effect only with weight g(1 − g) (docs/methods/steam.md); these weights undo that. They depend on
/// the covariates alone, so the laws of W given X and of Y given (X, W) remain what is learned.
/// </summary>
internal static class EffectTargets
{
    // As elsewhere in this library: beyond these propensities a row says little about the effect and much about noise.
    private const double Lowest = 0.05, Highest = 0.95;

    // Five folds with two of each arm in every one; below that the propensity is not estimable and rows count alike.
    private const int SmallestArm = 10;

    /// <summary>The targets of a whole table: treatment, then outcome.</summary>
    public static IReadOnlyList<TargetColumn> Of(CausalData data, FitContext context, int most = MechanismRows.Most)
    {
        double[]? weights = Weights(data, context, most);
        return [new TargetColumn(data.TreatmentSpace.Name, weights), new TargetColumn(data.OutcomeColumn.Name, weights)];
    }

    private static double[]? Weights(CausalData data, FitContext context, int most)
    {
        if (data.Treatment.Fewest < SmallestArm)
        {
            return null;
        }

        double[][] propensity = Propensity(data, context, most);
        double[] weights = new double[data.Rows];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = Weight(propensity, i);
        }

        double mean = weights.Average();
        return Array.ConvertAll(weights, w => w / mean);
    }

    /// <summary>Each row's propensity by models that did not see it. Most rows of a long table are in no fold at all.</summary>
    private static double[][] Propensity(CausalData data, FitContext context, int most)
    {
        IPropensityLearner learner = new CalibratedPropensity();
        if (data.Rows <= most)
        {
            return CrossFit(learner, data, context).OutOfFold;
        }

        (int[] chosen, int[] rest) = MechanismRows.Split(data, context.Stream.Child("rows"), most);
        CrossFittedPropensity fit = CrossFit(learner, data.Take(chosen), context);
        double[][] propensity = [.. fit.OutOfFold.Select(_ => new double[data.Rows])];
        Put(propensity, chosen, fit.OutOfFold);
        foreach (int[] block in rest.Chunk(DrawnBlocks.MaxRows))
        {
            Put(propensity, block, fit.Model!.Probabilities(data.Covariates.Take(block)));
        }

        return propensity;
    }

    private static CrossFittedPropensity CrossFit(IPropensityLearner learner, CausalData data, FitContext context) => learner.CrossFit(
        data, Folds.Stratified(data.Treatment.Codes, new CalibratedPropensityOptions().Folds, context.Stream.Child("folds")), context);

    // 1/(g(1 − g)) of two arms; Σ_w 1/g_w, the inverse of the overlap weight, of any number.
    private static double Weight(double[][] propensity, int row)
    {
        if (propensity.Length == 2)
        {
            double g = Math.Clamp(propensity[1][row], Lowest, Highest);
            return 1 / (g * (1 - g));
        }

        return propensity.Sum(level => 1 / Math.Max(level[row], Lowest));
    }

    private static void Put(double[][] all, int[] rows, double[][] values)
    {
        for (int level = 0; level < all.Length; level++)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                all[level][rows[i]] = values[level][i];
            }
        }
    }
}
