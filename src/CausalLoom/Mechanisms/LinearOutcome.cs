using System.ComponentModel.DataAnnotations;
using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Mechanisms;

/// <summary>
/// Outcome means by a regression an arm (a T-learner): least squares, or logistic where the outcome has two levels. Levels enter as
/// indicators; missing covariates are imputed by their mean or most frequent level and get an indicator.
/// </summary>
/// <param name="L2">A ridge penalty on standardised coefficients; the default only makes collinear columns harmless.</param>
public sealed record LinearOutcome([property: Range(0.0, double.PositiveInfinity)] double L2 = 1e-6) : IOutcomeLearner
{
    /// <inheritdoc />
    public string Name => LinearOutcomeModel.Kind;

    /// <inheritdoc />
    public bool WeighsRows => true;

    /// <inheritdoc />
    public bool IsRegression => true;

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">An arm has no rows.</exception>
    public IOutcomeModel Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(context);
        (FeatureEncoder encoder, RowView x) = FeatureEncoder.FitRows(data.Covariates);
        return new LinearOutcomeModel(encoder, [.. Enumerable.Range(0, data.Levels).Select(level => FitArm(data, x, level, context))],
            data.IsBinaryOutcome) { L2 = L2 };
    }

    private LinearFit FitArm(CausalData data, RowView x, int arm, FitContext context)
    {
        int[] rows = ArmRows.Of(data, arm);
        double[]? w = RowWeights.Take(data.Normalised, rows);
        double[] y = Array.ConvertAll(rows, i => data.Outcome[i]);
        return data.IsBinaryOutcome ? Logistic(x.At(rows), y, w, context)
            : LeastSquares.Fit(x.At(rows), y, L2, w, standardisedPenalty: true);
    }

    private LinearFit Logistic(RowView x, double[] y, double[]? weights, FitContext context)
    {
        double events = y.Sum(), total = RowWeights.Total(weights, y.Length);
        if (events == 0 || events == y.Length)
        {
            return new LinearFit(RowWeights.HaldaneLogit(events == 0 ? 0 : total, total), new double[x.Columns]);
        }

        LogisticFit fit = LogisticRegression.Fit(x, y, new LogisticOptions { L2 = L2, StandardisedPenalty = true }, weights,
            context.Cancellation);
        context.Settled(fit.Converged, "The logistic regression of the outcome");
        return new LinearFit(fit.Intercept, fit.Coefficients);
    }
}
