using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Solvers;

/// <summary>
/// A scaled design column by column with labels and weights beside it, for the sums over rows that a logistic likelihood is made of. Rows
/// are filled up to whole vectors with rows of weight 0. Lanes are four wide everywhere, so that sums do not depend on the machine's width.
/// </summary>
internal sealed class LogisticDesign
{
    private const int Lanes = 4;

    // A block of all columns stays in the cache while products of pairs are summed.
    private const int BlockRows = 2048;

    // Designs of more numbers are filled anew, block by block, in each pass: memory is that of a block, at a quarter more time.
    private const long MostKept = 4_000_000;

    private readonly int _stride;
    private readonly ScaledDesign _design;
    private readonly Matrix[] _kept;
    private readonly Matrix? _refilled;
    private readonly double[] _row;
    private readonly double[] _labels;
    private readonly double[] _weights;
    private readonly double[] _residual;
    private readonly double[] _curvature;
    private readonly double[] _weighted;

    /// <summary>A design.</summary>
    /// <param name="design">Scaled columns, [n, d].</param>
    /// <param name="labels">Labels, [n].</param>
    /// <param name="weights">Weights, [n]; empty means 1.</param>
    /// <param name="mostKept">How many numbers are kept scaled rather than scaled anew.</param>
    internal LogisticDesign(ScaledDesign design, ReadOnlySpan<double> labels, ReadOnlySpan<double> weights,
        long mostKept = MostKept)
    {
        _stride = (design.Rows + Lanes - 1) / Lanes * Lanes;
        (_design, _row) = (design, new double[design.Columns]);
        if ((long)_stride * design.Columns <= mostKept)
        {
            _kept = [.. Enumerable.Range(0, (_stride + BlockRows - 1) / BlockRows).Select(k =>
                Filled(k * BlockRows, new Matrix(design.Columns, Math.Min(BlockRows, _stride - (k * BlockRows)))))];
        }
        else
        {
            (_kept, _refilled) = ([], new Matrix(design.Columns, BlockRows));
        }

        int block = Math.Min(_stride, BlockRows);
        (_labels, _weights) = (new double[_stride], new double[_stride]);
        (_residual, _curvature, _weighted) = (new double[block], new double[block], new double[block]);
        labels.CopyTo(_labels);
        if (weights.IsEmpty)
        {
            _weights.AsSpan(0, design.Rows).Fill(1);
        }
        else
        {
            weights.CopyTo(_weights);
        }
    }

    /// <summary>n, filled up.</summary>
    internal int Rows => _stride;

    /// <summary>d.</summary>
    internal int Columns => _design.Columns;

    /// <summary>Σ wᵢ [log(1 + e^ηᵢ) − yᵢ ηᵢ] at parameters whose last is the intercept.</summary>
    /// <param name="theta">Parameters, [d + 1].</param>
    /// <param name="probabilities">Filled with 1/(1 + e^−ηᵢ), [<see cref="Rows"/>].</param>
    internal double Loss(ReadOnlySpan<double> theta, double[] probabilities)
    {
        Vector256<double> sum = Vector256<double>.Zero, one = Vector256<double>.One;
        for (int from = 0; from < _stride; from += BlockRows)
        {
            int count = Math.Min(BlockRows, _stride - from);
            Matrix block = Block(from);
            Span<double> eta = probabilities.AsSpan(from, count);
            eta.Fill(theta[^1]);
            for (int j = 0; j < Columns; j++)
            {
                SymmetricMatrix.Axpy(theta[j], block.Row(j)[..count], eta);
            }

            for (int i = from; i < from + count; i += Lanes)
            {
                Vector256<double> t = Load(probabilities, i);
                Vector256<double> e = LogisticLanes.Exp(-Vector256.Abs(t)), share = one / (one + e);
                Vector256<double> positive = Vector256.GreaterThanOrEqual(t, Vector256<double>.Zero);
                sum += Load(_weights, i) * (Vector256.ConditionalSelect(positive, t, Vector256<double>.Zero) - (Load(_labels, i) * t)
                    + LogisticLanes.LogOnePlus(e));
                Vector256.ConditionalSelect(positive, share, e * share).StoreUnsafe(ref First(probabilities), (nuint)i);
            }
        }

        return Vector256.Sum(sum);
    }

    /// <summary>Gradient and Hessian of the loss; of the latter the lower triangle.</summary>
    /// <param name="probabilities">As <see cref="Loss"/> filled them.</param>
    /// <param name="gradient">[d + 1].</param>
    /// <param name="hessian">[d + 1, d + 1].</param>
    internal void Derivatives(double[] probabilities, double[] gradient, Matrix hessian)
    {
        Array.Clear(gradient);
        Array.Clear(hessian.Data);
        for (int from = 0; from < _stride; from += BlockRows)
        {
            AddBlock(from, Math.Min(BlockRows, _stride - from), probabilities, gradient, hessian);
        }
    }

    // The columns of the rows from there, each a row.
    private Matrix Block(int from) => _refilled is null ? _kept[from / BlockRows] : Filled(from, _refilled);

    private Matrix Filled(int from, Matrix block)
    {
        for (int i = 0; i < block.Columns; i++)
        {
            bool there = from + i < _design.Rows;
            if (there)
            {
                _design.Fill(from + i, _row);
            }

            for (int j = 0; j < _row.Length; j++)
            {
                block[j, i] = there ? _row[j] : 0;
            }
        }

        return block;
    }

    private void AddBlock(int from, int count, double[] probabilities, double[] gradient, Matrix hessian)
    {
        int d = Columns;
        Matrix block = Block(from);
        (double slope, double curve) = Rates(from, count, probabilities);
        gradient[d] += slope;
        hessian[d, d] += curve;
        for (int j = 0; j < d; j++)
        {
            ReadOnlySpan<double> column = block.Row(j)[..count];
            Vector256<double> slopes = Vector256<double>.Zero, cross = Vector256<double>.Zero;
            for (int i = 0; i < count; i += Lanes)
            {
                Vector256<double> z = Load(column, i), weighted = z * Load(_curvature, i);
                (slopes, cross) = (slopes + (z * Load(_residual, i)), cross + weighted);
                weighted.StoreUnsafe(ref First(_weighted), (nuint)i);
            }

            gradient[j] += Vector256.Sum(slopes);
            hessian[d, j] += Vector256.Sum(cross);
            AddProducts(block, j, count, hessian.Row(j));
        }
    }

    // Each row's share in the intercept's gradient and curvature, kept for the columns.
    private (double Slope, double Curve) Rates(int from, int count, double[] probabilities)
    {
        Vector256<double> slopes = Vector256<double>.Zero, curves = Vector256<double>.Zero;
        for (int i = 0; i < count; i += Lanes)
        {
            Vector256<double> p = Load(probabilities, from + i), w = Load(_weights, from + i);
            Vector256<double> r = w * (p - Load(_labels, from + i)), c = w * p * (Vector256<double>.One - p);
            (slopes, curves) = (slopes + r, curves + c);
            r.StoreUnsafe(ref First(_residual), (nuint)i);
            c.StoreUnsafe(ref First(_curvature), (nuint)i);
        }

        return (Vector256.Sum(slopes), Vector256.Sum(curves));
    }

    // Of the weighted column j with columns 0 … j, four at a time: one load of it serves four sums, which do not wait for one another.
    private void AddProducts(Matrix block, int j, int count, Span<double> row)
    {
        int k = 0;
        for (; k + 3 <= j; k += 4)
        {
            ReadOnlySpan<double> a = block.Row(k)[..count], b = block.Row(k + 1)[..count],
                c = block.Row(k + 2)[..count], e = block.Row(k + 3)[..count];
            Vector256<double> sa = Vector256<double>.Zero, sb = sa, sc = sa, se = sa;
            for (int i = 0; i < count; i += Lanes)
            {
                Vector256<double> v = Load(_weighted, i);
                (sa, sb, sc, se) = (sa + (v * Load(a, i)), sb + (v * Load(b, i)), sc + (v * Load(c, i)), se + (v * Load(e, i)));
            }

            row[k] += Vector256.Sum(sa);
            row[k + 1] += Vector256.Sum(sb);
            row[k + 2] += Vector256.Sum(sc);
            row[k + 3] += Vector256.Sum(se);
        }

        for (; k <= j; k++)
        {
            row[k] += SymmetricMatrix.Dot(_weighted.AsSpan(0, count), block.Row(k)[..count]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Load(ReadOnlySpan<double> values, int at) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref double First(double[] values) => ref MemoryMarshal.GetArrayDataReference(values);
}
