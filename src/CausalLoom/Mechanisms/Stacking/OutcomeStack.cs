using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms.Stacking;

/// <summary>
/// Fits the outcome stack: every family to each fold's complement, arm by arm. A fold's candidates and weights come from the out-of-fold
/// errors of the other folds.
/// </summary>
internal sealed class OutcomeStack
{
    private readonly StackLibrary _library;
    private readonly CausalData _data;
    private readonly Folds _folds;
    private readonly double[]? _weights;
    private readonly StackFeatures _features;
    private readonly StackRows _rows;
    private readonly BinnedMatrix _binned;

    internal OutcomeStack(CausalData data, Folds folds, StackedOutcomeOptions options)
    {
        (_data, _folds, _weights) = (data, folds, data.Normalised);
        _features = StackFeatures.Fit(data.Covariates);
        _rows = _features.Rows(data.Covariates);
        _binned = BinnedMatrix.Of(_rows.Trees, options.Boosting.MaxBins, _weights);
        double fewest = Enumerable.Range(0, data.Levels).Min(level =>
            RowWeights.Total(RowWeights.Take(_weights, data.Treatment.RowsOf(level)), data.Treatment.CountOf(level)))
            * (1 - (1.0 / folds.Count));
        _library = StackLibrary.For(fewest, _features.LinearWidth, options.Penalties, options.Roughness, options.TreeCounts,
            options.Boosting, CurveKnots.Outcome, data.IsBinaryOutcome);
    }

    private Func<double, double>? Link => _data.IsBinaryOutcome ? LogisticRegression.Sigmoid : null;

    internal CrossFittedOutcome Run(FitContext context)
    {
        int levels = _data.Levels;
        StackCandidates[] fits = context.Child("members").Map(levels * _folds.Count, (j, c) => FitArm(j / levels, j % levels, c));
        StackChoice[] own = [.. Enumerable.Range(0, StackMember.Families.Count).Where(f => fits[0].Counts[f] > 0).Select(f =>
            StackChoice.Of(OwnArm(fits, f), _folds, levels, (i, level) => _data.Treatment[i] == level, Loss, _weights,
                undersmooth: f != StackMember.TreeFamily))];
        StackMember[] members = [.. fits.Select((fit, j) => Combine(fit, j / levels, j % levels, own))];
        double[][] mu = [.. Enumerable.Range(0, levels).Select(_ => new double[_data.Rows])];
        for (int j = 0; j < members.Length; j++)
        {
            int[] rows = _folds.HeldOut(j / levels);
            double[] mean = members[j].Predict(_rows.At(rows), Link);
            for (int i = 0; i < rows.Length; i++)
            {
                mu[j % levels][rows[i]] = mean[i];
            }
        }

        return new CrossFittedOutcome(new StackedOutcomeModel(_features, members, levels, _data.IsBinaryOutcome), mu, _folds);
    }

    private double Loss(double mean, int row)
    {
        double error = _data.Outcome[row] - mean;
        return (_weights?[row] ?? 1) * error * error;
    }

    private StackCandidates FitArm(int fold, int arm, FitContext context)
    {
        int[] training = [.. _folds.Training(fold).Where(i => _data.Treatment[i] == arm)];
        return training.Length == 0
            ? throw new CausalLoomException($"Outside fold {fold + 1} no row has treatment '{_data.TreatmentSpace.Levels[arm]}': too few "
                + $"rows of that arm to learn its outcome.")
            : _library.Fit(_rows, _binned, [.. _data.Outcome.Values], training, _weights, context.Stream, "outcome", context);
    }

    // Out-of-fold means of one family for each row's own arm, [candidate][row].
    private double[][] OwnArm(StackCandidates[] fits, int family)
    {
        double[][] means = [.. Enumerable.Range(0, fits[0].Counts[family]).Select(_ => new double[_data.Rows])];
        for (int j = 0; j < fits.Length; j++)
        {
            int[] rows = [.. _folds.HeldOut(j / _data.Levels).Where(i => _data.Treatment[i] == j % _data.Levels)];
            double[][] held = fits[j].Scores(family, _rows.At(rows));
            for (int c = 0; c < means.Length; c++)
            {
                for (int i = 0; i < rows.Length; i++)
                {
                    means[c][rows[i]] = Link is { } link ? link(held[c][i]) : held[c][i];
                }
            }
        }

        return means;
    }

    private StackMember Combine(StackCandidates fit, int fold, int arm, StackChoice[] own)
    {
        int[] others = _folds.Training(fold);
        Matrix x = new(others.Length, own.Length);
        double[] y = new double[others.Length];
        for (int i = 0; i < others.Length; i++)
        {
            // Least squares of rows times the roots of their weights is weighted least squares.
            double root = _weights is null ? 1 : Math.Sqrt(_weights[others[i]]);
            y[i] = root * _data.Outcome[others[i]];
            for (int f = 0; f < own.Length; f++)
            {
                x[i, f] = root * own[f].Of(fold, _data.Treatment[others[i]])[others[i]];
            }
        }

        double[] weights = StackChoice.Plainest(members => ConvexWeights.Fit(StackChoice.Columns(x, members), y), own.Length,
            b => StackChoice.Losses(SymmetricMatrix.Multiply(x, b), (mean, i) => (y[i] - mean) * (y[i] - mean)),
            RowWeights.Take(_weights, others));
        return fit.Chosen([.. own.Select(family => family.Best[fold][arm])], 0, weights);
    }
}
