using CausalLoom.Data;
using CausalLoom.Evaluation.Privacy;
using CausalLoom.Evaluation.Support;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Evaluation.Covariates;

/// <summary>
/// Classifier two-sample test: 1 − 2·|AUC − ½| of a classifier that tells real from synthetic rows by their covariates,
/// cross-fitted in five folds, AUC averaged over folds; 1 means that it cannot. Copies of a real row that occurs once go to
/// its fold, so that they cannot be told by the label of their twin; rows that repeat in the real table are spread, since
/// their frequency is information. Missingness is information: trees see it, and the logistic model has
/// an indicator a column.
/// </summary>
public static class ClassifierTest
{
    private const int Folds = 5;
    private const int MostRows = 5000;

    /// <summary>Scores rows of the second matrix after learning labels (1 = synthetic) of the first.</summary>
    private delegate double[] Classifier(Matrix train, double[] labels, Matrix test, FitContext context);

    /// <summary>The test with L2-penalised logistic regression on standardised features.</summary>
    /// <param name="real">Real covariates.</param>
    /// <param name="synthetic">Synthetic covariates, aligned (<see cref="TableAlignment"/>).</param>
    /// <param name="context">Stream and threads; each side is thinned to 5,000 rows.</param>
    public static double Logistic(Table real, Table synthetic, FitContext context) =>
        Run(real, synthetic, FeatureOptions.Default, (train, labels, test, _) => LogisticRegression.Fit(train, labels).Logits(test), context);

    /// <summary>The test with gradient-boosted trees.</summary>
    /// <param name="real">Real covariates.</param>
    /// <param name="synthetic">Synthetic covariates, aligned (<see cref="TableAlignment"/>).</param>
    /// <param name="context">Stream and threads; each side is thinned to 5,000 rows.</param>
    public static double Boosting(Table real, Table synthetic, FitContext context)
    {
        BoostingOptions options = new() { Loss = BoostingLoss.Logistic, Trees = 100, MaxLeaves = 8 };
        return Run(
            real,
            synthetic,
            FeatureOptions.ForTrees,
            (train, labels, test, fold) => GradientBoosting.Fit(train, labels, options, fold.Stream, cancellation: fold.Cancellation).Scores(test),
            context);
    }

    private static double Run(Table real, Table synthetic, FeatureOptions encoding, Classifier classifier, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(context);
        Table a = Thin(real, context.Stream.Child("real")), b = Thin(synthetic, context.Stream.Child("synthetic"));
        Matrix rows = FeatureEncoder.FitEncode(TableAlignment.Stack(a, b), encoding).Features;
        double[] labels = [.. Enumerable.Range(0, rows.Rows).Select(i => i < a.Rows ? 0.0 : 1.0)];
        int[] folds = ChooseFolds(rows, a.Rows, context.Stream.Child("folds"));
        double[] areas = context.Map(Folds, (fold, child) => AreaInFold(rows, labels, folds, fold, classifier, child));
        return 1 - (2 * Math.Abs(SampleStatistics.Mean(areas) - 0.5));
    }

    private static double AreaInFold(Matrix rows, double[] labels, int[] folds, int fold, Classifier classifier, FitContext context)
    {
        int[] train = [.. Enumerable.Range(0, folds.Length).Where(i => folds[i] != fold)];
        int[] test = [.. Enumerable.Range(0, folds.Length).Where(i => folds[i] == fold)];
        double[] trainLabels = [.. train.Select(i => labels[i])];
        if (test.Length == 0 || trainLabels.Distinct().Count() < 2)
        {
            return 0.5;
        }

        double[] scores = classifier(rows.TakeRows(train), trainLabels, rows.TakeRows(test), context);
        return AreaUnderCurve.Of(scores, [.. test.Select(i => labels[i] == 1)]);
    }

    private static int[] ChooseFolds(Matrix rows, int realRows, RandomStream stream)
    {
        int[] order = stream.Permutation(rows.Rows);
        return Array.ConvertAll(CopyGroups.Of(rows, realRows), group => order[group] % Folds);
    }

    private static Table Thin(Table table, RandomStream stream) =>
        table.Rows <= MostRows ? table : table.Take(RowSubsample.Choose(table.Rows, MostRows, stream));
}
