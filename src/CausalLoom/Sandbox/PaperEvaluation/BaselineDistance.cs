using CausalLoom.Data;
using CausalLoom.Evaluation;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>
/// The distance to the closest real row in the manner of sdmetrics' DCRBaselineProtection: the mean over columns of |a − b|/range of a
/// number
/// and 0 or 1 of levels (a missing value is as far as can be from any other and at 0 from its like); the median over synthetic rows over
/// that
/// of rows drawn uniformly from each column's range or levels, at most 1.
/// </summary>
internal sealed class BaselineDistance
{
    private readonly Table _real;
    private readonly double[][] _columns;
    private readonly double[] _scale;
    private readonly double _uniform;

    public BaselineDistance(Table real, RandomStream stream)
    {
        _real = real;
        _scale = [.. real.Columns.Select(Scale)];
        _columns = Numbers(real);
        double[][] uniform = [.. real.Columns.Select((c, j) => Uniform(c, real.Rows, stream.Child(j)))];
        _uniform = Median(uniform);
    }

    /// <summary>The score; NaN where uniform rows are at distance 0.</summary>
    public double Score(Table synthetic) => _uniform > 0 ? Math.Min(1, Median(Numbers(synthetic)) / _uniform) : double.NaN;

    // Levels have no scale: a scale of 0 marks them.
    private static double Scale(Column column)
    {
        double[] known = [.. column.ToNumbers().Where(v => !double.IsNaN(v))];
        return column is DiscreteColumn ? 0 : known.Length > 0 && known.Max() > known.Min() ? known.Max() - known.Min() : 1;
    }

    private static double[][] Numbers(Table table) => [.. table.Columns.Select(c =>
        c is DiscreteColumn levels ? Array.ConvertAll(levels.Codes, code => code < 0 ? double.NaN : code) : c.ToNumbers())];

    private static double[] Uniform(Column column, int rows, RandomStream stream)
    {
        double[] known = [.. column.ToNumbers().Where(v => !double.IsNaN(v))];
        double least = known.Length == 0 ? double.NaN : known.Min(), range = known.Length == 0 ? 0 : known.Max() - least;
        return [.. Enumerable.Range(0, rows)
            .Select(_ => column is DiscreteColumn levels ? stream.NextInt(levels.Levels.Length) : least + (range * stream.NextDouble()))];
    }

    private double Median(double[][] rows) =>
        SampleStatistics.Median([.. Enumerable.Range(0, rows[0].Length).Select(i => Closest(rows, i))]);

    private double Closest(double[][] rows, int i)
    {
        double least = double.PositiveInfinity;
        for (int r = 0; r < _real.Rows; r++)
        {
            double sum = 0;
            for (int j = 0; j < _scale.Length && sum < least; j++)
            {
                sum += Between(rows[j][i], _columns[j][r], _scale[j]);
            }

            least = Math.Min(least, sum);
        }

        return least / _scale.Length;
    }

    private static double Between(double a, double b, double scale) =>
        double.IsNaN(a) || double.IsNaN(b) ? (double.IsNaN(a) && double.IsNaN(b) ? 0 : 1)
        : scale == 0 ? (a == b ? 0 : 1)
        : Math.Abs(a - b) / scale;
}
