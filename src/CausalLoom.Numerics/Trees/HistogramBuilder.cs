using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CausalLoom.Numerics.Trees;

/// <summary>
/// Fills histograms: for each bin of each feature the sums (gradient, hessian, rows, 0), one 256-bit vector a bin. Rows are
/// added in their order within the node, in float64.
/// </summary>
internal sealed class HistogramBuilder(BinnedMatrix data)
{
    private readonly Stack<double[]> _pool = new();
    private Vector256<double>[] _entries = [];

    internal double[] Rent() => _pool.TryPop(out double[]? free) ? free : new double[4 * data.Offsets[^1]];

    internal void Return(double[] histogram) => _pool.Push(histogram);

    /// <summary>The histogram of some rows, over the given features only; bins of other features are left as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Build(double[] histogram, ReadOnlySpan<int> rows, ReadOnlySpan<int> features, double[] gradients, double[] hessians)
    {
        if (_entries.Length < rows.Length)
        {
            _entries = new Vector256<double>[rows.Length];
        }

        for (int i = 0; i < rows.Length; i++)
        {
            _entries[i] = Vector256.Create(gradients[rows[i]], hessians[rows[i]], 1, 0);
        }

        Vector256<double> total = Vector256<double>.Zero;
        for (int i = 0; i < rows.Length; i++)
        {
            total += _entries[i];
        }

        ref Vector256<double> entry = ref MemoryMarshal.GetArrayDataReference(_entries);
        ref int row = ref MemoryMarshal.GetReference(rows);
        foreach (int feature in features)
        {
            Span<double> part = histogram.AsSpan(4 * data.Offsets[feature], 4 * (data.Offsets[feature + 1] - data.Offsets[feature]));
            part.Clear();
            ref Vector256<double> bin = ref Unsafe.As<double, Vector256<double>>(ref MemoryMarshal.GetReference(part));
            ref byte code = ref MemoryMarshal.GetArrayDataReference(data.Bins[feature]);
            if (data.Features[feature].ValueBins == 2 && !data.HasMissing[feature])
            {
                Unsafe.Add(ref bin, 1) = SumOfOnes(ref code, ref row, ref entry, rows.Length);
                bin = total - Unsafe.Add(ref bin, 1);
                continue;
            }

            for (int i = 0; i < rows.Length; i++)
            {
                Unsafe.Add(ref bin, (uint)Unsafe.Add(ref code, (uint)Unsafe.Add(ref row, i))) += Unsafe.Add(ref entry, i);
            }
        }
    }

    // A two-level feature would wait on its own last store at every row: registers hold its sum instead.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static Vector256<double> SumOfOnes(ref byte code, ref int row, ref Vector256<double> entry, int count)
    {
        Vector256<double> even = Vector256<double>.Zero, odd = Vector256<double>.Zero;
        int i = 0;
        for (; i + 2 <= count; i += 2)
        {
            double a = Unsafe.Add(ref code, (uint)Unsafe.Add(ref row, i)), b = Unsafe.Add(ref code, (uint)Unsafe.Add(ref row, i + 1));
            even += Vector256.Create(a) * Unsafe.Add(ref entry, i);
            odd += Vector256.Create(b) * Unsafe.Add(ref entry, i + 1);
        }

        if (i < count)
        {
            even += Vector256.Create((double)Unsafe.Add(ref code, (uint)Unsafe.Add(ref row, i))) * Unsafe.Add(ref entry, i);
        }

        return even + odd;
    }

    /// <summary>parent ← parent − child: the sibling's histogram for the price of its smaller half.</summary>
    internal void Subtract(double[] parent, double[] child, ReadOnlySpan<int> features)
    {
        foreach (int feature in features)
        {
            int start = 4 * data.Offsets[feature], length = 4 * (data.Offsets[feature + 1] - data.Offsets[feature]);
            Span<Vector256<double>> p = MemoryMarshal.Cast<double, Vector256<double>>(parent.AsSpan(start, length));
            ReadOnlySpan<Vector256<double>> c = MemoryMarshal.Cast<double, Vector256<double>>(child.AsSpan(start, length));
            for (int b = 0; b < p.Length; b++)
            {
                p[b] -= c[b];
            }
        }
    }

    /// <summary>The sums over all bins of one feature.</summary>
    internal NodeSums Total(double[] histogram, int feature)
    {
        Vector256<double> sum = Vector256<double>.Zero;
        int start = 4 * data.Offsets[feature], length = 4 * (data.Offsets[feature + 1] - data.Offsets[feature]);
        foreach (Vector256<double> bin in MemoryMarshal.Cast<double, Vector256<double>>(histogram.AsSpan(start, length)))
        {
            sum += bin;
        }

        return new NodeSums(sum[0], sum[1], sum[2]);
    }
}
