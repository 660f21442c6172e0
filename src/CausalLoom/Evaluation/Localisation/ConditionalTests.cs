using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Trees;
using MathNet.Numerics.Distributions;

namespace CausalLoom.Evaluation.Localisation;

/// <summary>
/// Tests of each part given all that comes before it: X, S ⊥ W | X (assignment) and S ⊥ Y | (X, W) (outcome), S the side. Generalised
/// covariance measures (Shah and Peters 2020): Σ (S − ê)·(W − ĝ)·d with ê and ĝ cross-fitted on the pooled rows has mean 0 under the null
/// up
/// to the product of two errors, whatever the covariates' shift and the sizes of the sides. Directions d are (1) all of: everyone alike,
/// each
/// covariate and its square, tested together by <see cref="MaximumTest"/>; (2) what the boosted classifier of the other folds learned, for
/// differences of any other shape. Each has half the level.
/// </summary>
internal sealed class ConditionalTests
{
    private const double CentringPenalty = 0.02;
    private const int MostProducts = 40;
    private static readonly BoostingOptions Centring = new() { Trees = 40, MaxLeaves = 8 };
    private readonly SidePool _pool;
    private readonly NestedClassifiers _classifiers;
    private readonly Matrix _features;
    private readonly int _levels;

    private ConditionalTests(SidePool pool, NestedClassifiers classifiers)
    {
        (_pool, _classifiers, _levels) = (pool, classifiers, pool.Rows.Levels);
        _features = SquaredFeatures.Fit(pool.Rows.Covariates).Encode(pool.Rows.Covariates);
    }

    /// <summary>The p-values of covariates, assignment and outcome.</summary>
    public static double[] PValues(SidePool pool, NestedClassifiers classifiers, FitContext context)
    {
        ConditionalTests tests = new(pool, classifiers);
        return [tests.Covariates(context.Child("covariates")), tests.Assignment(context.Child("assignment")),
            tests.Outcome(context.Child("outcome"))];
    }

    private double Covariates(FitContext context)
    {
        double share = _pool.IsSynthetic.Average();
        double[] side = Array.ConvertAll(_pool.IsSynthetic, s => s - share);
        AreaEstimate area = Placements.Estimate(Placements.Of(_classifiers.Covariates, _pool.IsSynthetic, _pool.Folds.Of),
            _pool.IsSynthetic, _pool.Folds.Of, 0.5);
        return Combine(MaximumTest.PValue(Scaled(Centred(_features), side), context),
            Learned(Normal.InvCDF(0, 1, Math.Clamp(1 - area.P, 1e-15, 1 - 1e-15))));
    }

    private double Assignment(FitContext context)
    {
        double[] side = Residuals(_pool.IsSynthetic, _pool.Source.OutOfFold);
        double[][] products = [.. Enumerable.Range(1, _levels - 1).Select(level => Product(side, OfLevel(level, context)))];
        Matrix rows = WithOnes(_features), all = Scaled(rows, products[0]);
        double[] learned = Product(products[0], _classifiers.LevelLess[0]);
        for (int k = 1; k < products.Length; k++)
        {
            all = all.Append(Scaled(rows, products[k]));
            learned = [.. learned.Zip(Product(products[k], _classifiers.LevelLess[k]), (a, b) => a + b)];
        }

        return Combine(MaximumTest.PValue(all, context.Child("signs")), Learned(Statistic(learned)));
    }

    // 1(W = level) − ĝ_level(X) of each row; of two arms that is W − ĝ.
    private double[] OfLevel(int level, FitContext context)
    {
        int[] own = LevelPropensities.Against(_pool.Rows, level);
        return Residuals(own, new CalibratedPropensity().CrossFit(_pool.Rows.Covariates, own, _pool.Folds,
            _levels == 2 ? context : context.Child("level").Child(level)).OutOfFold);
    }

    // Means, and (of numbers) spreads, each by covariates and level.
    private double Outcome(FitContext context)
    {
        Matrix rows = WithArms(_features, products: true);
        double[] side = Residuals(_pool.IsSynthetic,
            new CalibratedPropensity().CrossFit(TableWithArms(), _pool.IsSynthetic, _pool.Folds, context.Child("side")).OutOfFold);
        double[] fitted = new StackedOutcome().CrossFit(_pool.Rows, _pool.Folds, context.Child("mean")).Own(_pool.Rows.Treatment);
        double[] outcome = [.. _pool.Rows.Outcome.Zip(fitted, (y, mu) => y - mu)];
        Matrix products = Scaled(WithOnes(rows), Product(side, outcome));
        if (!_pool.Rows.IsBinaryOutcome)
        {
            double[] size = Array.ConvertAll(outcome, Math.Abs);
            double[] expected = CrossFittedRidge.Predict(rows, size, _pool.Folds, CentringPenalty);
            products = products.Append(Scaled(WithOnes(WithArms(new Matrix(side.Length, 0), products: false)),
                Product(side, [.. size.Zip(expected, (a, b) => a - b)])));
        }

        return Combine(MaximumTest.PValue(products, context.Child("signs")),
            Learned(Statistic(Product(side, Added(context.Child("centring"))))));
    }

    // What Y adds to the boosted score, less its regression on (X, W) by trees that have not seen the row.
    private double[] Added(FitContext context)
    {
        double[] added = [.. _classifiers.Outcome.Zip(_classifiers.Assignment, (a, b) => a - b)];
        BinnedMatrix binned = BinnedMatrix.Of(WithArms(_features, products: false));
        Matrix rows = WithArms(_features, products: false);
        double[] linear = CrossFittedRidge.Predict(WithArms(_features, products: true), added, _pool.Folds, CentringPenalty);
        double[] rest = [.. added.Zip(linear, (a, b) => a - b)], centred = new double[added.Length];
        BoostedTrees[] trees = context.Map(_pool.Folds.Count, (fold, child) =>
            GradientBoosting.Fit(binned, rest, _pool.Folds.Training(fold), [], Centring, child.Stream, null, child.Cancellation));
        for (int fold = 0; fold < trees.Length; fold++)
        {
            int[] held = _pool.Folds.HeldOut(fold);
            double[] part = trees[fold].Predict(rows.TakeRows(held));
            for (int i = 0; i < held.Length; i++)
            {
                centred[held[i]] = rest[held[i]] - part[i];
            }
        }

        return centred;
    }

    // Covariates, arm, and arm × covariate where these are few: where assignment differs, the side depends on them.
    private Table TableWithArms()
    {
        Matrix all = WithArms(_features, products: true);
        string Name(int j) => FormattableString.Invariant($"{_pool.Rows.TreatmentSpace.Name}\u00d7{j}");
        Column[] added = [.. Enumerable.Range(_features.Columns, all.Columns - _features.Columns)
            .Select(j => (Column)new ContinuousColumn(Name(j), all.Column(j)))];
        return _pool.Rows.Covariates.With(added);
    }

    private Matrix WithArms(Matrix features, bool products)
    {
        double[][] arms = [.. Enumerable.Range(1, _levels - 1)
            .Select(level => Array.ConvertAll(LevelPropensities.Against(_pool.Rows, level), w => w - 0.5))];
        Matrix all = arms.Aggregate(features, (left, arm) => left.Append(new Matrix(arm.Length, 1, arm)));
        return products && features.Columns * arms.Length <= MostProducts
            ? arms.Aggregate(all, (left, arm) => left.Append(Scaled(features, arm)))
            : all;
    }

    private static Matrix Scaled(Matrix features, double[] by)
    {
        Matrix scaled = new(features.Rows, features.Columns);
        for (int i = 0; i < features.Rows; i++)
        {
            for (int j = 0; j < features.Columns; j++)
            {
                scaled[i, j] = by[i] * features[i, j];
            }
        }

        return scaled;
    }

    private static double[] Residuals(int[] labels, double[] expected) => [.. labels.Zip(expected, (y, p) => y - p)];

    private static double[] Product(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x * y)];

    private static Matrix WithOnes(Matrix features)
    {
        double[] ones = new double[features.Rows];
        Array.Fill(ones, 1);
        return new Matrix(features.Rows, 1, ones).Append(features);
    }

    private static Matrix Centred(Matrix features)
    {
        double[] means = [.. Enumerable.Range(0, features.Columns).Select(j => SampleStatistics.Mean(features.Column(j)))];
        Matrix centred = new(features.Rows, features.Columns, [.. features.Data]);
        for (int i = 0; i < centred.Rows; i++)
        {
            for (int j = 0; j < means.Length; j++)
            {
                centred[i, j] -= means[j];
            }
        }

        return centred;
    }

    // One-sided p-value of a statistic along a direction that the other folds taught. Under the null any two folds meet twice, each as
    // the other's teacher, with the same product: the variance is twice that of independent folds.
    private static double Learned(double statistic) => Normal.CDF(0, 1, -statistic / Math.Sqrt(2));

    // √n·mean/SD.
    private static double Statistic(double[] products)
    {
        double sd = SampleStatistics.Sd(products);
        return sd > 0 ? Math.Sqrt(products.Length) * SampleStatistics.Mean(products) / sd : 0;
    }

    private static double Combine(params double[] p) => Math.Min(1, p.Length * p.Min());
}
