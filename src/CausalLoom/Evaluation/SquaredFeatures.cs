using CausalLoom.Data;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Evaluation;

/// <summary>Standardised columns beside the squares of numeric ones, which show differences that are even in a covariate.</summary>
internal sealed class SquaredFeatures
{
    // Squares of far tails would decide a fit alone.
    private const double Winsor = 4;
    private readonly FeatureEncoder _encoder;
    private readonly int[] _squared;

    private SquaredFeatures(FeatureEncoder encoder, int[] squared) => (_encoder, _squared) = (encoder, squared);

    /// <summary>The number of columns and squares.</summary>
    internal int Width => _encoder.Width + _squared.Length;

    /// <summary>Learns means, deviations and which columns have a square of their own.</summary>
    internal static SquaredFeatures Fit(Table covariates)
    {
        (FeatureEncoder encoder, RowView z) = FeatureEncoder.FitRows(covariates);
        return new SquaredFeatures(encoder, [.. Enumerable.Range(0, z.Columns).Where(j => z.Column(j).Distinct().Take(3).Count() > 2)]);
    }

    /// <summary>The columns alone, [n, d].</summary>
    internal Matrix Columns(Table covariates) => _encoder.Encode(covariates);

    /// <summary>The columns and the squares, [n, <see cref="Width"/>].</summary>
    internal Matrix Encode(Table covariates)
    {
        Matrix z = Columns(covariates), squares = new(z.Rows, _squared.Length);
        for (int i = 0; i < z.Rows; i++)
        {
            for (int j = 0; j < _squared.Length; j++)
            {
                double v = Math.Clamp(z[i, _squared[j]], -Winsor, Winsor);
                squares[i, j] = v * v;
            }
        }

        return z.Append(squares);
    }
}
