using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Solvers;

/// <summary>
/// L2-penalised logistic regression by Newton's method (iteratively reweighted least squares) on standardised columns,
/// with step halving: minimises Σ wᵢ [log(1 + e^ηᵢ) − yᵢ ηᵢ] + ½ λ |β|², η = a + xᵀβ, with the intercept free.
/// </summary>
public static class LogisticRegression
{
    /// <summary>Fits with a penalty on the raw coefficients.</summary>
    /// <param name="x">Rows, [n, d], finite.</param>
    /// <param name="y">Labels 0/1, [n] (shares in between are allowed).</param>
    /// <param name="l2">λ; 1 is scikit-learn's C = 1.</param>
    /// <param name="weights">Weights ≥ 0, [n]; empty means 1.</param>
    /// <exception cref="ArgumentException">Shapes differ, or only one class has weight.</exception>
    public static LogisticFit Fit(Matrix x, ReadOnlySpan<double> y, double l2 = 1, ReadOnlySpan<double> weights = default) =>
        Fit(x, y, new LogisticOptions { L2 = l2 }, weights);

    /// <summary>Fits to labels 0/1 given as integers.</summary>
    public static LogisticFit Fit(Matrix x, ReadOnlySpan<int> y, double l2 = 1, ReadOnlySpan<double> weights = default)
    {
        double[] labels = new double[y.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = y[i];
        }

        return Fit(x, labels, new LogisticOptions { L2 = l2 }, weights);
    }

    /// <summary>Fits with options.</summary>
    /// <exception cref="ArgumentException">Shapes differ, or only one class has weight.</exception>
    public static LogisticFit Fit(RowView x, ReadOnlySpan<double> y, LogisticOptions options, ReadOnlySpan<double> weights = default,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Path(x, y, [options.L2], options, weights, cancellation)[0];
    }

    /// <summary>Fits with several penalties, each from where the one before it ended: give them in descending order.</summary>
    /// <param name="x">Rows, [n, d], finite.</param>
    /// <param name="y">Labels 0/1, [n] (shares in between are allowed).</param>
    /// <param name="penalties">The values of λ.</param>
    /// <param name="options">The other options; its own λ has no say.</param>
    /// <param name="weights">Weights ≥ 0, [n]; empty means 1.</param>
    /// <param name="cancellation">Looked at before each step.</param>
    /// <returns>A fit for each penalty.</returns>
    /// <exception cref="ArgumentException">Shapes differ, or only one class has weight.</exception>
    public static LogisticFit[] Path(RowView x, ReadOnlySpan<double> y, ReadOnlySpan<double> penalties, LogisticOptions options,
        ReadOnlySpan<double> weights = default, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        SymmetricMatrix.CheckLength(weights, x.Rows, nameof(weights));
        if (y.Length != x.Rows || y.Length == 0)
        {
            throw new ArgumentException($"Expected {x.Rows} labels (at least one), not {y.Length}.", nameof(y));
        }

        double mean = LeastSquares.WeightedMean(y, weights);
        if (!(mean > 0 && mean < 1))
        {
            throw new ArgumentException("Logistic regression needs rows of both classes.", nameof(y));
        }

        ScaledDesign design = new(x, weights);
        RowSpace? space = x.Columns > x.Rows ? RowSpace.Of(design.Whole(), Penalty(design, 1, options)) : null;
        LogisticDesign rows = new(space is null ? design : ScaledDesign.AsIs(space.Coordinates), y, weights);
        double[] start = new double[rows.Columns + 1];
        start[^1] = Logit(mean);
        LogisticFit[] fits = new LogisticFit[penalties.Length];
        for (int k = 0; k < fits.Length; k++)
        {
            double[] penalty = space is null ? Penalty(design, penalties[k], options) : new double[rows.Columns];
            penalty.AsSpan(0, space is null ? 0 : penalty.Length).Fill((space?.Penalty ?? 0) * penalties[k]);
            LogisticNewton newton = new(rows, penalty, start);
            bool converged = newton.Run(options.MaxIterations, cancellation);
            (double intercept, double[] coefficients) = design.Unscale(newton.Intercept,
                space is null ? newton.Coefficients : space.Coefficients(newton.Coefficients));
            fits[k] = new LogisticFit(intercept, coefficients, newton.Iterations, converged);
            start = newton.Parameters.ToArray();
        }

        return fits;
    }

    /// <summary>1 / (1 + e^−t), without overflow.</summary>
    public static double Sigmoid(double t)
    {
        double e = Math.Exp(-Math.Abs(t));
        return t >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    /// <summary>log p/(1 − p).</summary>
    public static double Logit(double p) => Math.Log(p / (1 - p));

    /// <summary>log(1 + e^t) − y t: the log-loss of a logit, without overflow.</summary>
    public static double Loss(double logit, double y) => Math.Max(logit, 0) - (y * logit) + Math.Log(1 + Math.Exp(-Math.Abs(logit)));

    private static double[] Penalty(ScaledDesign design, double l2, LogisticOptions options)
    {
        double[] penalty = new double[design.Columns];
        for (int j = 0; j < penalty.Length; j++)
        {
            penalty[j] = options.StandardisedPenalty ? l2 : design.Penalty(l2, j);
        }

        return penalty;
    }
}
