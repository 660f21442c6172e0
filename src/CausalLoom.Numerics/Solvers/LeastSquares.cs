using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Solvers;

/// <summary>Weighted least squares and ridge regression with an unpenalised intercept.</summary>
public static class LeastSquares
{
    /// <summary>
    /// Minimises Σ wᵢ (yᵢ − a − xᵢᵀβ)² + λ |β|². With λ = 0 and collinear columns the solution of least norm in
    /// standardised coefficients is taken.
    /// </summary>
    /// <param name="x">Rows, [n, d], finite.</param>
    /// <param name="y">Targets, [n].</param>
    /// <param name="l2">λ ≥ 0, on the raw coefficients.</param>
    /// <param name="weights">Weights ≥ 0, [n]; empty means 1.</param>
    /// <param name="standardisedPenalty">Whether λ acts on the coefficients of standardised columns instead.</param>
    public static LinearFit Fit(RowView x, ReadOnlySpan<double> y, double l2 = 0, ReadOnlySpan<double> weights = default,
        bool standardisedPenalty = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(l2);
        SymmetricMatrix.CheckLength(weights, x.Rows, nameof(weights));
        if (y.Length != x.Rows || x.Rows == 0)
        {
            throw new ArgumentException($"Expected {x.Rows} targets (at least one), not {y.Length}.", nameof(y));
        }

        ScaledDesign design = new(x, weights);
        double mean = WeightedMean(y, weights);
        double[] centred = new double[y.Length];
        for (int i = 0; i < centred.Length; i++)
        {
            centred[i] = (weights.IsEmpty ? 1 : weights[i]) * (y[i] - mean);
        }

        double[] penalty = new double[x.Columns];
        for (int j = 0; j < penalty.Length; j++)
        {
            penalty[j] = standardisedPenalty ? l2 : l2 == 0 ? 0 : design.Penalty(l2, j);
        }

        (double intercept, double[] coefficients) = design.Unscale(mean, x.Columns > x.Rows
            ? Wide(design.Whole(), centred, penalty, weights) : Narrow(design, centred, penalty, weights));
        return new LinearFit(intercept, coefficients);
    }

    internal static double WeightedMean(ReadOnlySpan<double> y, ReadOnlySpan<double> weights)
    {
        double sum = 0, total = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double w = weights.IsEmpty ? 1 : weights[i];
            sum += w * y[i];
            total += w;
        }

        return sum / total;
    }

    // Rows are scaled a block at a time.
    private static double[] Narrow(ScaledDesign z, double[] centred, double[] penalty, ReadOnlySpan<double> weights)
    {
        const int most = 1024;
        Matrix gram = new(z.Columns, z.Columns), block = new(Math.Min(most, z.Rows), z.Columns);
        double[] products = new double[z.Columns];
        for (int from = 0; from < z.Rows; from += most)
        {
            int count = Math.Min(most, z.Rows - from);
            block = count == block.Rows ? block : new Matrix(count, z.Columns);
            for (int i = 0; i < count; i++)
            {
                z.Fill(from + i, block.Row(i));
                SymmetricMatrix.Axpy(centred[from + i], block.Row(i), products);
            }

            SymmetricMatrix.AddGram(gram, block, weights.IsEmpty ? [] : weights.Slice(from, count));
        }

        SymmetricMatrix.MirrorUpper(gram);
        for (int j = 0; j < gram.Rows; j++)
        {
            gram[j, j] += penalty[j];
        }

        return SymmetricMatrix.Solve(gram, products);
    }

    // The same in the space of the rows. Weights are in the targets already.
    private static double[] Wide(Matrix z, double[] centred, double[] penalty, ReadOnlySpan<double> weights)
    {
        RowSpace space = RowSpace.Of(z, penalty);
        double[] one = new double[space.Coordinates.Columns];
        Array.Fill(one, space.Penalty);
        return space.Coefficients(Narrow(ScaledDesign.AsIs(space.Coordinates), centred, one, weights));
    }
}
