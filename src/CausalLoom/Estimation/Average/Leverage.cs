using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;
using Dense = MathNet.Numerics.LinearAlgebra.Double.DenseMatrix;
using Symmetricity = MathNet.Numerics.LinearAlgebra.Symmetricity;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// Residuals of a regression on the rows it was fitted to are too small: Var(r) = (1 − h)σ², h the leverage. Divided by √(1 − h) they are
/// not (HC2 of MacKinnon and White 1985; of clusters (I − H_cc)^(−1/2) r_c, CR2 of Bell and McCaffrey 2002), so that a sandwich of few rows
/// or clusters a coefficient is of the right size. Of a weighted or logistic regression H is that of its last Newton step.
/// </summary>
internal sealed class Leverage
{
    // A row that alone decides a coefficient has a residual of 0: nothing of it can be told.
    private const double Most = 0.99;

    private readonly EquationDesign _design;
    private readonly RowView _features;
    private readonly Cholesky _factor;

    /// <summary>A regression's leverages.</summary>
    /// <param name="features">Its features, [n, d].</param>
    /// <param name="design">Their standardised form with an intercept, of width d + 1.</param>
    /// <param name="information">Σ s v z zᵀ plus the penalty, [d + 1, d + 1], v the slope of the mean along the linear predictor.</param>
    internal Leverage(RowView features, EquationDesign design, Matrix information)
    {
        (_features, _design) = (features, design);
        if (Cholesky.TryFactor(information, out Cholesky? factor, relativeTolerance: 1e-12))
        {
            _factor = factor;
            return;
        }

        // Columns that are copies of others: a hair of a penalty decides between them and moves no leverage.
        Matrix held = new(information.Rows, information.Columns);
        for (int j = 0; j < held.Rows; j++)
        {
            information.Row(j).CopyTo(held.Row(j));
            held[j, j] += (1e-9 * Math.Abs(information[j, j])) + 1e-12;
        }

        _factor = Cholesky.Factor(held);
    }

    /// <summary>The residuals of some rows as large as what they stand for.</summary>
    /// <param name="rows">The rows that the regression was fitted to.</param>
    /// <param name="residual">r of each row there is, [n].</param>
    /// <param name="slope">v of each row there is, [n]; null: 1.</param>
    /// <param name="weights">s of each row there is, [n]; null: 1.</param>
    /// <param name="clusters">The cluster of each row there is, [n]; null: rows are independent.</param>
    /// <returns>r* of the rows, in their order.</returns>
    internal double[] Adjusted(int[] rows, double[] residual, double[]? slope, double[]? weights, int[]? clusters)
    {
        double[] adjusted = new double[rows.Length];
        foreach (int[] places in Groups(rows, clusters))
        {
            double[][] b = new double[places.Length][];
            double[] root = new double[places.Length], e = new double[places.Length];
            double[] z = new double[_design.Width];
            RowCursor cursor = _features.Cursor();
            for (int k = 0; k < places.Length; k++)
            {
                int i = rows[places[k]];
                double s = weights?[i] ?? 1;
                _design.Fill(cursor.Row(i), z);
                root[k] = Math.Sqrt(s * (slope?[i] ?? 1));
                b[k] = Array.ConvertAll(_factor.SolveLower(z), v => root[k] * v);
                e[k] = root[k] > 0 ? s * residual[i] / root[k] : 0;
            }

            double[] along = Along(b, e);
            for (int k = 0; k < places.Length; k++)
            {
                // e = s r/√(s v), so what is added to e is worth √(v/s) of it in r.
                double s = weights?[rows[places[k]]] ?? 1;
                adjusted[places[k]] = residual[rows[places[k]]] + (root[k] / s * SymmetricMatrix.Dot(b[k], along));
            }
        }

        return adjusted;
    }

    // g with (I − BBᵀ)^(−1/2) e = e + B g, by the smaller of BBᵀ and BᵀB: g = Bᵀ f(BBᵀ) e = f(BᵀB) Bᵀe.
    private static double[] Along(double[][] b, double[] e)
    {
        int n = b.Length, d = b[0].Length;
        if (n == 1)
        {
            double factor = Growth(SymmetricMatrix.Dot(b[0], b[0])) * e[0];
            return Array.ConvertAll(b[0], v => factor * v);
        }

        bool byRows = n <= d;
        double[] right = byRows ? e : Sum(b, e, d), turned = new double[right.Length];
        Dense h = byRows ? Dense.Create(n, n, (i, j) => SymmetricMatrix.Dot(b[i], b[j])) : Gram(b, d);
        var eigen = h.Evd(Symmetricity.Symmetric);
        for (int k = 0; k < right.Length; k++)
        {
            double[] vector = eigen.EigenVectors.Column(k).ToArray();
            SymmetricMatrix.Axpy(Growth(eigen.EigenValues[k].Real) * SymmetricMatrix.Dot(vector, right), vector, turned);
        }

        return byRows ? Sum(b, turned, d) : turned;
    }

    // f(λ) = ((1 − λ)^(−1/2) − 1)/λ.
    private static double Growth(double value)
    {
        double h = Math.Clamp(value, 0, Most), root = Math.Sqrt(1 - h);
        return 1 / (root * (1 + root));
    }

    private static double[] Sum(double[][] b, double[] by, int d)
    {
        double[] sum = new double[d];
        for (int k = 0; k < b.Length; k++)
        {
            SymmetricMatrix.Axpy(by[k], b[k], sum);
        }

        return sum;
    }

    private static Dense Gram(double[][] b, int d)
    {
        Matrix gram = new(d, d);
        foreach (double[] row in b)
        {
            for (int j = 0; j < d; j++)
            {
                SymmetricMatrix.Axpy(row[j], row, gram.Row(j));
            }
        }

        return Dense.Create(d, d, (i, j) => gram[i, j]);
    }

    private static IEnumerable<int[]> Groups(int[] rows, int[]? clusters) => clusters is null
        ? Enumerable.Range(0, rows.Length).Select(k => new[] { k })
        : Enumerable.Range(0, rows.Length).GroupBy(k => clusters[rows[k]]).Select(group => group.ToArray());
}
