using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms.Stacking;

/// <summary>
/// Fits the outcome stack: per fold and arm, ridge on the covariates, ridge on covariates and squares, boosted trees. A
/// fold's penalties, numbers of trees and weights come from the out-of-fold errors of the other folds.
/// </summary>
internal sealed class OutcomeStack
{
    private const int Families = 3;
    private readonly StackedOutcomeOptions _options;
    private readonly CausalData _data;
    private readonly Folds _folds;
    private readonly double[]? _weights;
    private readonly StackFeatures _features;
    private readonly StackRows _rows;
    private readonly BinnedMatrix _binned;

    internal OutcomeStack(CausalData data, Folds folds, StackedOutcomeOptions options)
    {
        (_data, _folds, _options, _weights) = (data, folds, options, data.Normalised);
        _features = StackFeatures.Fit(data.Covariates);
        _rows = _features.Rows(data.Covariates);
        _binned = BinnedMatrix.Of(_rows.Trees, options.Boosting.MaxBins, _weights);
    }

    private BoostingOptions Boosting =>
        _options.Boosting with { Loss = _data.IsBinaryOutcome ? BoostingLoss.Logistic : BoostingLoss.Squared };

    internal CrossFittedOutcome Run(FitContext context)
    {
        int levels = _data.Levels;
        ArmFit[] fits = context.Child("members").Map(levels * _folds.Count, (j, c) => FitArm(j / levels, j % levels, c));
        Family[] own = [.. Enumerable.Range(0, Families).Select(f => Chosen(OwnArm(fits, f)))];
        OutcomeMember[] members = [.. fits.Select((fit, j) => Combine(fit, j / levels, j % levels, own))];
        double[][] mu = [.. Enumerable.Range(0, levels).Select(_ => new double[_data.Rows])];
        for (int j = 0; j < members.Length; j++)
        {
            int[] rows = _folds.HeldOut(j / levels);
            double[] mean = members[j].Predict(_rows.At(rows));
            for (int i = 0; i < rows.Length; i++)
            {
                mu[j % levels][rows[i]] = mean[i];
            }
        }

        return new CrossFittedOutcome(new StackedOutcomeModel(_features, members, levels), mu, _folds);
    }

    private ArmFit FitArm(int fold, int arm, FitContext context)
    {
        int[] training = [.. _folds.Training(fold).Where(i => _data.Treatment[i] == arm)];
        if (training.Length == 0)
        {
            throw new CausalLoomException($"Outside fold {fold + 1} no row has treatment '{_data.TreatmentSpace.Levels[arm]}': too few "
                + $"rows of that arm to learn its outcome.");
        }

        BoostedTrees trees = GradientBoosting.Fit(_binned, _data.Outcome.Values, training, [], Boosting, context.Stream, _weights,
            context.Cancellation);
        StackRows rows = _rows.At(training);
        return new ArmFit(Path(rows.Linear, training, context), Path(rows.Squares, training, context), trees);
    }

    private LinearFit[] Path(RowView rows, int[] training, FitContext context)
    {
        double[] y = [.. training.Select(i => _data.Outcome[i])];
        double[]? w = RowWeights.Take(_weights, training);
        return [.. _options.Penalties.Select(l2 => _data.IsBinaryOutcome
            ? Logistic(rows, y, l2, w, context)
            : LeastSquares.Fit(rows, y, l2, w, standardisedPenalty: true))];
    }

    private static LinearFit Logistic(RowView x, double[] y, double l2, double[]? weights, FitContext context)
    {
        double events = y.Sum(), total = RowWeights.Total(weights, y.Length);
        if (events == 0 || events == y.Length)
        {
            return new LinearFit(RowWeights.HaldaneLogit(events == 0 ? 0 : total, total), new double[x.Columns]);
        }

        LogisticFit fit = LogisticRegression.Fit(x, y, new LogisticOptions { L2 = l2, StandardisedPenalty = true }, weights,
            context.Cancellation);
        context.Settled(fit.Converged, "A logistic regression in the outcome's stack");
        return new LinearFit(fit.Intercept, fit.Coefficients);
    }

    // Out-of-fold means of one family for each row's own arm, [candidate][row].
    private double[][] OwnArm(ArmFit[] fits, int family)
    {
        int count = family == 2 ? _options.TreeCounts.Count : _options.Penalties.Count;
        double[][] means = [.. Enumerable.Range(0, count).Select(_ => new double[_data.Rows])];
        for (int j = 0; j < fits.Length; j++)
        {
            int[] rows = [.. _folds.HeldOut(j / _data.Levels).Where(i => _data.Treatment[i] == j % _data.Levels)];
            StackRows x = _rows.At(rows);
            double[][] held = fits[j].Means(family, x, _data.IsBinaryOutcome, _options);
            for (int c = 0; c < count; c++)
            {
                for (int i = 0; i < rows.Length; i++)
                {
                    means[c][rows[i]] = held[c][i];
                }
            }
        }

        return means;
    }

    // For each fold and level the candidate that is best in the other folds; the means of those that nobody chose are let go.
    private Family Chosen(double[][] means)
    {
        int[][] best = [.. Enumerable.Range(0, _folds.Count).Select(fold =>
            Enumerable.Range(0, _data.Levels).Select(level => Best(means, level, _folds.Training(fold))).ToArray())];
        HashSet<int> chosen = [.. best.SelectMany(levels => levels)];
        return new Family(best, [.. means.Select((of, c) => chosen.Contains(c) ? of : [])]);
    }

    private OutcomeMember Combine(ArmFit fit, int fold, int arm, Family[] own)
    {
        int[] others = _folds.Training(fold);
        Matrix x = new(others.Length, Families);
        double[] y = new double[others.Length];
        for (int i = 0; i < others.Length; i++)
        {
            // Least squares of rows times the roots of their weights is weighted least squares.
            double root = _weights is null ? 1 : Math.Sqrt(_weights[others[i]]);
            y[i] = root * _data.Outcome[others[i]];
            for (int f = 0; f < Families; f++)
            {
                x[i, f] = root * own[f].Of(fold, _data.Treatment[others[i]])[others[i]];
            }
        }

        int[] best = [.. own.Select(family => family.Best[fold][arm])];
        return new OutcomeMember(_data.IsBinaryOutcome, fit.Linear[best[0]], fit.Squares[best[1]],
            fit.Trees.Truncate(_options.TreeCounts[best[2]]), ConvexWeights.Fit(x, y));
    }

    private int Best(double[][] means, int arm, int[] rows)
    {
        int best = 0;
        double least = double.PositiveInfinity;
        for (int c = 0; c < means.Length; c++)
        {
            double loss = 0;
            foreach (int i in rows)
            {
                double error = _data.Treatment[i] == arm ? _data.Outcome[i] - means[c][i] : 0;
                loss += (_weights?[i] ?? 1) * error * error;
            }

            if (loss < least)
            {
                (least, best) = (loss, c);
            }
        }

        return best;
    }

    // A family's choices, [fold][level], and the out-of-fold means of its candidates, [candidate][row].
    private sealed record Family(int[][] Best, double[][] Means)
    {
        internal double[] Of(int fold, int level) => Means[Best[fold][level]];
    }

    private sealed record ArmFit(LinearFit[] Linear, LinearFit[] Squares, BoostedTrees Trees)
    {
        // Of all candidates of a family, [candidate][row].
        internal double[][] Means(int family, StackRows x, bool binary, StackedOutcomeOptions options) => family switch
        {
            0 => [.. Linear.Select(fit => OutcomeMember.Mean(fit, x.Linear, binary))],
            1 => [.. Squares.Select(fit => OutcomeMember.Mean(fit, x.Squares, binary))],
            _ => [.. Trees.Scores(x.Trees, options.TreeCounts)
                .Select(scores => binary ? Array.ConvertAll(scores, LogisticRegression.Sigmoid) : scores)],
        };
    }
}
