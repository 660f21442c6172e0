using CausalLoom.Numerics.Linear;

namespace CausalLoom.Evaluation.Support;

/// <summary>A shift and a scale for each column, learned on real rows and applied to both sides alike: (x − shift) / scale.</summary>
internal sealed class Scaling
{
    private readonly double[] _shift;
    private readonly double[] _scale;

    private Scaling(double[] shift, double[] scale)
    {
        _shift = shift;
        _scale = scale;
    }

    /// <summary>Mean 0 and standard deviation 1 (n − 1) on the given rows; a constant column keeps its scale.</summary>
    public static Scaling Standard(Matrix rows) => Learn(rows, values => (SampleStatistics.Mean(values), SampleStatistics.Sd(values)));

    /// <summary>Minimum 0 and maximum 1 on the given rows; a constant column keeps its scale.</summary>
    public static Scaling MinMax(Matrix rows) => Learn(rows, values => (values.Min(), values.Max() - values.Min()));

    /// <summary>The rows on the new scale.</summary>
    public Matrix Apply(Matrix rows)
    {
        Matrix scaled = new(rows.Rows, rows.Columns);
        for (int i = 0; i < rows.Rows; i++)
        {
            ReadOnlySpan<double> from = rows.Row(i);
            Span<double> to = scaled.Row(i);
            for (int j = 0; j < to.Length; j++)
            {
                to[j] = (from[j] - _shift[j]) / _scale[j];
            }
        }

        return scaled;
    }

    private static Scaling Learn(Matrix rows, Func<double[], (double Shift, double Scale)> measure)
    {
        double[] shift = new double[rows.Columns], scale = new double[rows.Columns];
        for (int j = 0; j < rows.Columns; j++)
        {
            (shift[j], double width) = measure(rows.Column(j));

            // A spread that is rounding error of the mean counts as none.
            scale[j] = width > 1e-12 * Math.Max(1, Math.Abs(shift[j])) ? width : 1;
        }

        return new Scaling(shift, scale);
    }
}
