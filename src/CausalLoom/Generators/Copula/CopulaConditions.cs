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
    private readonly Dictionary<string, CopulaCondition> _patterns = new(StringComparer.Ordinal);

    internal CopulaConditions(LatentColumn[] columns, Matrix factor)
    {
        _columns = columns;
        _correlation = Square(factor);
    }

    /// <summary>Numbers or level codes, [column][row]; NaN where missing.</summary>
    internal double[][] Draw(GivenTable given, RandomStream stream)
    {
        int count = _columns.Length;
        double[][] numbers = [.. _columns.Select(_ => new double[given.Rows])];
        double[] low = new double[count], high = new double[count], z = new double[count];
        byte[] kinds = new byte[count];
        for (int i = 0; i < given.Rows; i++)
        {
            for (int j = 0; j < count; j++)
            {
                (low[j], high[j]) = Bounds(given, j, i);
                kinds[j] = (byte)(low[j] == high[j] ? 0 : double.IsInfinity(low[j]) && double.IsInfinity(high[j]) ? 2 : 1);
            }

            Pattern(kinds).Draw(low, high, z, stream.Child(i));
            for (int j = 0; j < count; j++)
            {
                numbers[j][i] = _columns[j].At(z[j]);
            }
        }

        return numbers;
    }

    /// <summary>
    /// A known cell's interval; above the missing ones where a cell is to be imputed; everything where the column is to be drawn.
    /// </summary>
    private (double Low, double High) Bounds(GivenTable given, int j, int row)
    {
        LatentColumn column = _columns[j];
        return given.IsKnown(j, row) && column.Margin is not null ? column.Interval(given.Value(j, row))
            : given.Has(j) && !given.MayBeMissing(j) ? (column.MissingShare is > 0 and < 1
                ? Margins.NormalScores.Inverse(column.MissingShare) : double.NegativeInfinity, double.PositiveInfinity)
            : (double.NegativeInfinity, double.PositiveInfinity);
    }

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
