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
        Score(Area(real, synthetic, FeatureOptions.Default, (train, labels, test, _) => LogisticRegression.Fit(train, labels).Logits(test),
            context));

    /// <summary>The test with gradient-boosted trees.</summary>
    /// <param name="real">Real covariates.</param>
    /// <param name="synthetic">Synthetic covariates, aligned (<see cref="TableAlignment"/>).</param>
    /// <param name="context">Stream and threads; each side is thinned to 5,000 rows.</param>
    public static double Boosting(Table real, Table synthetic, FitContext context) => Score(BoostingArea(real, synthetic, context));

    /// <summary>
    /// The AUC behind <see cref="Boosting"/>: below ½ where synthetic rows are nearer to the real ones than fresh rows would be.
    /// </summary>
    /// <param name="real">Real covariates.</param>
    /// <param name="synthetic">Synthetic covariates, aligned (<see cref="TableAlignment"/>).</param>
    /// <param name="context">Stream and threads; each side is thinned to 5,000 rows.</param>
    public static double BoostingArea(Table real, Table synthetic, FitContext context)
    {
        BoostingOptions options = new() { Loss = BoostingLoss.Logistic, Trees = 100, MaxLeaves = 8 };
        return Area(
            real,
            synthetic,
            FeatureOptions.ForTrees,
            (train, labels, test, fold) =>
                GradientBoosting.Fit(train, labels, options, fold.Stream, cancellation: fold.Cancellation).Scores(test),
            context);
    }

    /// <summary>
    /// The CausalMix code's test (docs/methods/sandbox-metrics.md): the same logistic regression learnt once on 70 % of each side and
    /// scored on the rest. It sees no dependence between columns, and no copies.
    /// </summary>
    /// <param name="real">Real rows.</param>
    /// <param name="synthetic">Synthetic rows, aligned (<see cref="TableAlignment"/>).</param>
    /// <param name="context">Stream; each side is thinned to 5,000 rows.</param>
    public static double LogisticSplit(Table real, Table synthetic, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(context);
        (Matrix rows, double[] labels, int realRows) = Prepare(real, synthetic, FeatureOptions.Default, context);
        int[] held = new int[labels.Length];
        foreach ((int from, int count, string side) in new[]
            { (0, realRows, "real split"), (realRows, labels.Length - realRows, "synthetic split") })
        {
            foreach (int i in context.Stream.Child(side).Permutation(count).AsSpan(0, (int)Math.Round(0.3 * count)))
            {
                held[from + i] = 1;
            }
        }

        double area = AreaInFold(rows, labels, held, 1, (train, known, test, _) =>
            LogisticRegression.Fit(train, known).Logits(test), context);
        return Score(area);
    }

    /// <summary>1 − 2·|AUC − ½|.</summary>
    public static double Score(double area) => 1 - (2 * Math.Abs(area - 0.5));

    private static (Matrix Rows, double[] Labels, int RealRows) Prepare(Table real, Table synthetic, FeatureOptions encoding,
        FitContext context)
    {
        Table a = RowSubsample.AtMost(real, MostRows, context.Stream.Child("real")), b = RowSubsample.AtMost(synthetic, MostRows,
            context.Stream.Child("synthetic"));
        Matrix rows = FeatureEncoder.FitEncode(TableAlignment.Stack(a, b), encoding).Features;
        return (rows, [.. Enumerable.Range(0, rows.Rows).Select(i => i < a.Rows ? 0.0 : 1.0)], a.Rows);
    }

    private static double Area(Table real, Table synthetic, FeatureOptions encoding, Classifier classifier, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(synthetic);
        ArgumentNullException.ThrowIfNull(context);
        (Matrix rows, double[] labels, int realRows) = Prepare(real, synthetic, encoding, context);
        int[] folds = ChooseFolds(rows, realRows, context.Stream.Child("folds"));
        double[] areas = context.Map(Folds, (fold, child) => AreaInFold(rows, labels, folds, fold, classifier, child));
        return SampleStatistics.Mean(areas);
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
}
