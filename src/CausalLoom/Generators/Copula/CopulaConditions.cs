using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Copula;

/// <summary>
/// Draws rows given some of their cells: bounds of each normal, and one <see cref="CopulaCondition"/> for each pattern of what is known.
/// </summary>
internal sealed class CopulaConditions
{
    // Patterns are kept up to this many numbers of their factors.
    private const long MostNumbers = 16_000_000;

    private readonly LatentColumn[] _columns;
    private readonly Matrix _correlation;
    private readonly int[] _gaps;
    private readonly Dictionary<string, CopulaCondition> _patterns = new(StringComparer.Ordinal);

    internal CopulaConditions(LatentColumn[] columns, Matrix factor)
    {
        _columns = columns;
        _correlation = Square(factor);
        _gaps = GaussianCopulaModel.Gaps(columns);
    }

    /// <summary>Numbers or level codes, [column][row]; NaN where missing.</summary>
    internal double[][] Draw(GivenTable given, RandomStream stream)
    {
        int count = _columns.Length + _gaps.Length;
        double[][] numbers = [.. _columns.Select(_ => new double[given.Rows])];
        double[] low = new double[count], high = new double[count], z = new double[count];
        byte[] kinds = new byte[count];
        for (int i = 0; i < given.Rows; i++)
        {
            for (int j = 0; j < count; j++)
            {
                (low[j], high[j]) = j < _columns.Length ? Bounds(given, j, i) : GapBounds(given, _gaps[j - _columns.Length], i);
                kinds[j] = (byte)(low[j] == high[j] ? 0 : double.IsInfinity(low[j]) && double.IsInfinity(high[j]) ? 2 : 1);
            }

            Pattern(kinds).Draw(low, high, z, stream.Child(i));
            for (int j = 0; j < _columns.Length; j++)
            {
                numbers[j][i] = _columns[j].At(z[j]);
            }

            for (int k = 0; k < _gaps.Length; k++)
            {
                if (z[_columns.Length + k] < _columns[_gaps[k]].Threshold)
                {
                    numbers[_gaps[k]][i] = double.NaN;
                }
            }
        }

        return numbers;
    }

    /// <summary>A known cell's interval; everything where it is to be drawn.</summary>
    private (double Low, double High) Bounds(GivenTable given, int j, int row) =>
        given.IsKnown(j, row) && _columns[j].Margin is not null ? _columns[j].Interval(given.Value(j, row))
            : (double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Above the threshold where a cell is known or to be imputed; everything where it may be missing.</summary>
    private (double Low, double High) GapBounds(GivenTable given, int j, int row) =>
        (given.IsKnown(j, row) || (given.Has(j) && !given.MayBeMissing(j)) ? _columns[j].Threshold : double.NegativeInfinity,
            double.PositiveInfinity);

    private CopulaCondition Pattern(byte[] kinds)
    {
        string key = string.Create(kinds.Length, kinds, (text, k) =>
        {
            for (int j = 0; j < text.Length; j++)
            {
                text[j] = (char)('0' + k[j]);
            }
        });
        if (_patterns.TryGetValue(key, out CopulaCondition? known))
        {
            return known;
        }

        if ((_patterns.Count + 1L) * kinds.Length * kinds.Length * 2 > MostNumbers)
        {
            _patterns.Clear();
        }

        return _patterns[key] = new CopulaCondition(_correlation, kinds);
    }

    private static Matrix Square(Matrix factor)
    {
        int n = factor.Rows;
        Matrix square = new(n, n);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int k = 0; k <= j; k++)
                {
                    sum += factor[i, k] * factor[j, k];
                }

                square[i, j] = square[j, i] = sum;
            }
        }

        return square;
    }
}
