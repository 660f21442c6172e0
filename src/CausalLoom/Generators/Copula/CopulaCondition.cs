using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Copula;

/// <summary>
/// The law of the normals of a copula given some of them exactly (E), some within intervals (I) and the others not at all (F).
/// With the columns in the order E, I, F and L Lᵀ their correlation, z = L w: w_E is solved for; z_I given z_E is a normal held
/// within a box, drawn by Gibbs sweeps from a sequential start (exact where only one interval is known); w_F is free.
/// </summary>
internal sealed class CopulaCondition
{
    private const int Sweeps = 60;
    private const double SmallestPivot = 1e-10;

    private readonly int[] _order;
    private readonly int _exact, _bounded;
    private readonly Matrix _factor;
    private readonly Matrix _precision;

    /// <param name="correlation">The columns' correlation.</param>
    /// <param name="kinds">For each column: 0 exact, 1 within an interval, 2 free.</param>
    internal CopulaCondition(Matrix correlation, ReadOnlySpan<byte> kinds)
    {
        byte[] kind = kinds.ToArray();
        _order = [.. Enumerable.Range(0, kind.Length).OrderBy(j => kind[j]).ThenBy(j => j)];
        _exact = kind.Count(k => k == 0);
        _bounded = kind.Count(k => k == 1);
        _factor = Factor(correlation, _order);
        _precision = Precision();
    }

    /// <summary>Draws the normals of one row.</summary>
    /// <param name="low">Lower bounds, [column]; the normal itself where it is known exactly.</param>
    /// <param name="high">Upper bounds.</param>
    /// <param name="z">Where the normals go, [column].</param>
    /// <param name="stream">Where draws come from.</param>
    internal void Draw(ReadOnlySpan<double> low, ReadOnlySpan<double> high, Span<double> z, RandomStream stream)
    {
        int count = _order.Length, known = _exact + _bounded;
        double[] w = new double[count], sorted = new double[count], mean = new double[_bounded];
        for (int i = 0; i < _exact; i++)
        {
            sorted[i] = low[_order[i]];
            w[i] = (sorted[i] - Before(i, w, i)) / _factor[i, i];
        }

        for (int i = 0; i < _bounded; i++)
        {
            mean[i] = Before(_exact + i, w, _exact);
        }

        Start(low, high, sorted, w, stream);
        Sweep(low, high, mean, sorted, stream);
        for (int i = _exact; i < count; i++)
        {
            w[i] = i < known ? (sorted[i] - Before(i, w, i)) / _factor[i, i] : stream.NextNormal();
            sorted[i] = i < known ? sorted[i] : Before(i, w, i) + (_factor[i, i] * w[i]);
        }

        for (int i = 0; i < count; i++)
        {
            z[_order[i]] = sorted[i];
        }
    }

    /// <summary>One after the other, each within its interval given those before it: where the sweeps start.</summary>
    private void Start(ReadOnlySpan<double> low, ReadOnlySpan<double> high, double[] sorted, double[] w, RandomStream stream)
    {
        for (int i = _exact; i < _exact + _bounded; i++)
        {
            double mean = Before(i, w, i);
            sorted[i] = TruncatedNormal.Draw(mean, _factor[i, i], low[_order[i]], high[_order[i]], stream);
            w[i] = (sorted[i] - mean) / _factor[i, i];
        }
    }

    private void Sweep(ReadOnlySpan<double> low, ReadOnlySpan<double> high, double[] mean, double[] sorted, RandomStream stream)
    {
        for (int sweep = 0; sweep < Sweeps && _bounded > 1; sweep++)
        {
            for (int i = 0; i < _bounded; i++)
            {
                ReadOnlySpan<double> row = _precision.Row(i);
                double pull = 0;
                for (int k = 0; k < row.Length; k++)
                {
                    pull += k == i ? 0 : row[k] * (sorted[_exact + k] - mean[k]);
                }

                int column = _order[_exact + i];
                sorted[_exact + i] = TruncatedNormal.Draw(mean[i] - (pull / row[i]), 1 / Math.Sqrt(row[i]), low[column],
                    high[column], stream);
            }
        }
    }

    private double Before(int row, double[] w, int end)
    {
        double sum = 0;
        for (int k = 0; k < end; k++)
        {
            sum += _factor[row, k] * w[k];
        }

        return sum;
    }

    /// <summary>The inverse of the covariance of z_I given z_E, which is that of L's block times its transpose.</summary>
    private Matrix Precision()
    {
        Matrix inverse = new(_bounded, _bounded), precision = new(_bounded, _bounded);
        for (int c = 0; c < _bounded; c++)
        {
            for (int i = c; i < _bounded; i++)
            {
                double sum = i == c ? 1 : 0;
                for (int k = c; k < i; k++)
                {
                    sum -= _factor[_exact + i, _exact + k] * inverse[k, c];
                }

                inverse[i, c] = sum / _factor[_exact + i, _exact + i];
            }
        }

        for (int i = 0; i < _bounded; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int k = i; k < _bounded; k++)
                {
                    sum += inverse[k, i] * inverse[k, j];
                }

                precision[i, j] = precision[j, i] = sum;
            }
        }

        return precision;
    }

    private static Matrix Factor(Matrix correlation, int[] order)
    {
        int n = order.Length;
        Matrix factor = new(n, n);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = correlation[order[i], order[j]];
                for (int k = 0; k < j; k++)
                {
                    sum -= factor[i, k] * factor[j, k];
                }

                factor[i, j] = i == j ? Math.Sqrt(Math.Max(sum, SmallestPivot)) : sum / factor[j, j];
            }
        }

        return factor;
    }
}
