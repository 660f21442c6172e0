using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Estimation.Average;

/// <summary>A regression of the outcome on treatment and covariates: what a unit of each is worth by the simplest model.</summary>
/// <param name="Levels">Of each level against the reference, [K], 0 for the reference.</param>
/// <param name="Columns">Of each encoded covariate, [d].</param>
internal sealed record LinearAdjustment(double[] Levels, double[] Columns)
{
    private const int MostRows = 20_000, MostColumns = 300;

    /// <summary>Whether covariates are few enough for it.</summary>
    internal static bool Carries(CausalData data) => FeatureEncoder.Fit(data.Covariates).Width <= MostColumns;

    /// <summary>At most so many of the rows, evenly spread.</summary>
    internal static CausalData Thinned(CausalData data, int most = MostRows) =>
        Some(data.Rows, most) is { } rows ? data.Take(rows) : data;

    /// <summary>Fits it with some covariates.</summary>
    internal static LinearAdjustment Of(CausalData data, Table covariates) =>
        Of(data, covariates.Columns.Count == 0 ? new Matrix(data.Rows, 0) : FeatureEncoder.FitEncode(covariates).Features);

    /// <summary>Fits it to at most 20,000 rows of encoded covariates; null where these are too many.</summary>
    internal static LinearAdjustment? OfSome(CausalData data, RowView z) => z.Columns > MostColumns ? null
        : Some(data.Rows) is { } rows ? Of(data.Take(rows), z.At(rows)) : Of(data, z);

    private static int[]? Some(int rows, int most = MostRows)
    {
        int step = (rows + most - 1) / most;
        return step == 1 ? null : [.. Enumerable.Range(0, rows).Where(i => i % step == 0)];
    }

    private static LinearAdjustment Of(CausalData data, RowView z)
    {
        int levels = data.Levels - 1;
        Matrix x = new(data.Rows, levels + z.Columns);
        RowCursor from = z.Cursor();
        for (int i = 0; i < x.Rows; i++)
        {
            if (data.Treatment[i] > 0)
            {
                x[i, data.Treatment[i] - 1] = 1;
            }

            from.Row(i).CopyTo(x.Row(i)[levels..]);
        }

        LinearFit fit = LeastSquares.Fit(x, data.Outcome.Values, 1e-6, data.Normalised is { } weights ? [.. weights] : []);
        return new LinearAdjustment([0, .. fit.Coefficients[..levels]], fit.Coefficients[levels..]);
    }
}
