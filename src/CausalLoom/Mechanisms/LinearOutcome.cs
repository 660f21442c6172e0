using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Mechanisms;

/// <summary>
/// Outcome means by a regression an arm (a T-learner): least squares, or logistic where the outcome has two levels. Levels enter as
/// indicators; missing covariates are imputed by their mean or most frequent level and get an indicator.
/// </summary>
/// <param name="L2">A ridge penalty on standardised coefficients; the default only makes collinear columns harmless.</param>
public sealed record LinearOutcome(double L2 = 1e-6) : IOutcomeLearner
{
    /// <inheritdoc />
    public string Name => LinearOutcomeModel.Kind;

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">An arm has no rows.</exception>
    public IOutcomeModel Fit(CausalData data, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(data);
        (FeatureEncoder encoder, Matrix x) = FeatureEncoder.FitEncode(data.Covariates);
        return new LinearOutcomeModel(encoder, [FitArm(data, x, 0), FitArm(data, x, 1)], data.IsBinaryOutcome);
    }

    private LinearFit FitArm(CausalData data, Matrix x, int arm)
    {
        int[] rows = [.. Enumerable.Range(0, data.Rows).Where(i => data.Treatment[i] == arm)];
        if (rows.Length == 0)
        {
            throw new CausalLoomException($"No row has treatment '{data.TreatmentSpace.Levels[arm]}': its outcome cannot be learnt.");
        }

        double[] y = Array.ConvertAll(rows, i => data.Outcome[i]);
        return data.IsBinaryOutcome ? Logistic(x.TakeRows(rows), y) : LeastSquares.Fit(x.TakeRows(rows), y, L2, standardisedPenalty: true);
    }

    // An arm whose outcomes are all alike has no finite logit: half an event more and less, as Haldane and Anscombe have it.
    private LinearFit Logistic(Matrix x, double[] y)
    {
        double events = y.Sum();
        if (events == 0 || events == y.Length)
        {
            return new LinearFit(Math.Log((events + 0.5) / (y.Length - events + 0.5)), new double[x.Columns]);
        }

        LogisticFit fit = LogisticRegression.Fit(x, y, new LogisticOptions { L2 = L2, StandardisedPenalty = true });
        return new LinearFit(fit.Intercept, fit.Coefficients);
    }
}
