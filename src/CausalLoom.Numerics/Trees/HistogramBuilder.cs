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

        ref Vector256<double> entry = ref MemoryMarshal.GetArrayDataReference(_entries);
        ref int row = ref MemoryMarshal.GetReference(rows);
        foreach (int feature in features)
        {
            Span<double> part = histogram.AsSpan(4 * data.Offsets[feature], 4 * (data.Offsets[feature + 1] - data.Offsets[feature]));
            part.Clear();
            ref Vector256<double> bin = ref Unsafe.As<double, Vector256<double>>(ref MemoryMarshal.GetReference(part));
            ref byte code = ref MemoryMarshal.GetArrayDataReference(data.Bins[feature]);
            for (int i = 0; i < rows.Length; i++)
            {
                Unsafe.Add(ref bin, (uint)Unsafe.Add(ref code, (uint)Unsafe.Add(ref row, i))) += Unsafe.Add(ref entry, i);
            }
        }
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
