using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Io;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;
using MathNet.Numerics.Distributions;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// What linear nuisances leave: score tests of squares, cubes and products of the covariates against the residuals of each linear model,
/// robust to unequal variances and clusters (White 1980; Wooldridge 1990), all together with one false alarm in a thousand.
/// </summary>
internal static class LinearDoubts
{
    private const double FalseAlarm = 0.001, Bound = 2.5;
    private const int MostColumns = 60, RowsACoefficient = 5, FewestRows = 2000, MostRows = 20_000;
    private const double MostWork = 3e8;

    /// <summary>A sentence for each linear model that leaves something.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="options">How nuisances are learnt.</param>
    /// <param name="means">Whether outcome means are.</param>
    public static IReadOnlyList<string> Of(CausalData data, NuisanceOptions options, bool means)
    {
        (bool outcome, bool treatment) = (means && options.Outcome.IsRegression,
            options.LearnsAssignment && options.Propensity.IsRegression && data.Levels == 2);
        int width = outcome || treatment ? FeatureEncoder.Fit(data.Covariates).Width : 0;
        if (width is 0 or > MostColumns)
        {
            return [];
        }

        // Each term is projected on all columns.
        double each = ((width * (width - 1) / 2.0) + (2 * width)) * (width + 1);
        CausalData rows = LinearAdjustment.Thinned(data, (int)Math.Clamp(MostWork / each, FewestRows, MostRows));
        (FeatureEncoder encoder, Matrix z) = FeatureEncoder.FitEncode(rows.Covariates);
        if (rows.Treatment.Fewest < RowsACoefficient * (z.Columns + 1))
        {
            return [];
        }

        List<(string What, int[] Rows, double[] Target, bool Logistic)> models = [];
        if (treatment)
        {
            models.Add(("the treatment", [.. Enumerable.Range(0, rows.Rows)], [.. rows.Treatment.Codes.Select(w => (double)w)], true));
        }

        for (int level = 0; level < rows.Levels && outcome; level++)
        {
            int[] own = rows.Treatment.RowsOf(level);
            models.Add(($"the outcome with {rows.TreatmentSpace.Name} = {rows.TreatmentSpace.Levels[level]}", own,
                [.. own.Select(i => rows.Outcome[i])], rows.IsBinaryOutcome));
        }

        (string Name, double[] Values)[] terms = [.. Terms(z, encoder.FeatureNames)];
        double beyond = terms.Length == 0 ? 0 : Normal.InvCDF(0, 1, 1 - (FalseAlarm / (2.0 * terms.Length * models.Count)));
        return [.. models.Select(model => (model.What, Worst: Worst(rows, z, model.Rows, model.Target, model.Logistic, terms)))
            .Where(model => model.Worst.Score > beyond)
            .Select(model => string.Create(CultureInfo.InvariantCulture, $"The linear model of {model.What} leaves {model.Worst.Name} (z = "
                + $"{model.Worst.Score:0.0}), and what that confounds stays in the effect, save for aipw and tmle where the other model is "
                + $"right. ‹nuisance stack› looks for curves and products."))];
    }

    private static IEnumerable<(string Name, double[] Values)> Terms(Matrix z, IReadOnlyList<string> names)
    {
        double[][] columns = [.. Enumerable.Range(0, z.Columns).Select(j => Standard(z.Column(j)))];
        for (int a = 0; a < columns.Length; a++)
        {
            if (columns[a].Distinct().Take(3).Count() == 3)
            {
                yield return ($"a curve in {CellText.Show(names[a])}", Array.ConvertAll(columns[a], v => v * v));
                yield return ($"a curve in {CellText.Show(names[a])}", Array.ConvertAll(columns[a], v => v * v * v));
            }

            for (int b = a + 1; b < columns.Length; b++)
            {
                yield return ($"{CellText.Show(names[a])} × {CellText.Show(names[b])}", [.. columns[a].Zip(columns[b], (x, y) => x * y)]);
            }
        }
    }

    // Far values would be most of a cube.
    private static double[] Standard(double[] column)
    {
        double mean = column.Average(), sd = Math.Sqrt(column.Sum(v => (v - mean) * (v - mean)) / column.Length);
        return Array.ConvertAll(column, v => sd > 0 ? Math.Clamp((v - mean) / sd, -Bound, Bound) : 0);
    }

    private static (string Name, double Score) Worst(CausalData data, Matrix z, int[] rows, double[] target, bool logistic,
        (string Name, double[] Values)[] terms)
    {
        if (logistic && target.Distinct().Take(2).Count() < 2)
        {
            return (string.Empty, 0);
        }

        Matrix x = new(rows.Length, z.Columns + 1);
        double[] weights = [.. rows.Select(i => data.Normalised?[i] ?? 1)];
        for (int k = 0; k < rows.Length; k++)
        {
            x[k, 0] = 1;
            z.Row(rows[k]).CopyTo(x.Row(k)[1..]);
        }

        double[] mean = Fitted(z, rows, target, logistic, weights);
        double[] curve = [.. mean.Select((p, k) => weights[k] * (logistic ? p * (1 - p) : 1))];
        Matrix gram = SymmetricMatrix.Gram(x, curve);
        double ridge = 1e-10 * Enumerable.Range(0, gram.Rows).Max(j => gram[j, j]);
        for (int j = 0; j < gram.Rows; j++)
        {
            gram[j, j] += ridge;
        }

        Cholesky factor = Cholesky.Factor(gram);
        double[] left = [.. target.Select((y, k) => weights[k] * (y - mean[k]))], squares = Array.ConvertAll(left, v => v * v);
        Matrix meat = SymmetricMatrix.Gram(x, squares);
        (string Name, double Score) worst = (string.Empty, 0);
        double[] term = new double[rows.Length], curved = new double[rows.Length], noisy = new double[rows.Length];
        foreach ((string name, double[] values) in terms)
        {
            double score = 0, own = 0, size = 0;
            for (int k = 0; k < rows.Length; k++)
            {
                double t = values[rows[k]];
                (term[k], curved[k], noisy[k]) = (t, curve[k] * t, squares[k] * t);
                score += left[k] * t;
                size += curved[k] * t;
                own += noisy[k] * t;
            }

            // The part that columns do not span, t − x b: its squared size, and the variance of Σ r (t − x b) without a look at each row.
            double[] cross = SymmetricMatrix.TransposeMultiply(x, curved), by = factor.Solve(cross);
            double apart = size - SymmetricMatrix.Dot(by, cross);
            double variance = data.ClusterCodes is { } clusters ? Clustered(x, rows, clusters, left, term, by)
                : own - (2 * SymmetricMatrix.Dot(by, SymmetricMatrix.TransposeMultiply(x, noisy))) + Quadratic(meat, by);
            double figure = apart > 1e-6 * size && variance > 1e-12 * own ? Math.Abs(score) / Math.Sqrt(variance) : 0;
            worst = figure > worst.Score ? (name, figure) : worst;
        }

        return worst;
    }

    private static double Quadratic(Matrix matrix, double[] by) =>
        Enumerable.Range(0, by.Length).Sum(j => by[j] * SymmetricMatrix.Dot(matrix.Row(j), by));

    private static double Clustered(Matrix x, int[] rows, int[] clusters, double[] left, double[] term, double[] by)
    {
        Dictionary<int, double> sums = [];
        for (int k = 0; k < rows.Length; k++)
        {
            int cluster = clusters[rows[k]];
            sums[cluster] = sums.GetValueOrDefault(cluster) + (left[k] * (term[k] - SymmetricMatrix.Dot(x.Row(k), by)));
        }

        return sums.Values.Sum(v => v * v);
    }

    private static double[] Fitted(Matrix z, int[] rows, double[] target, bool logistic, double[] weights)
    {
        RowView view = new(z, rows);
        return logistic ? LogisticRegression.Fit(view, target, new LogisticOptions { L2 = 1e-6 }, weights).Predict(view)
            : LeastSquares.Fit(view, target, 1e-6, weights).Predict(view);
    }
}
