using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CausalLoom.Numerics.Trees;

/// <summary>
/// The histogram of one feature over one node's rows, of its occupied bins alone. A node of few rows pays for its rows and
/// not for 256 bins: a bitmap says which bins were touched, and only these are read and set back to zero.
/// </summary>
internal sealed class FeatureHistogram(BinnedMatrix data)
{
    private const int MostBins = 256;

    /// <summary>From this many rows on, looking at every bin is cheaper than noting which were touched.</summary>
    private const int ManyRows = 512;

    /// <summary>Up to this many rows are sorted by comparing each with all others in one vector.</summary>
    private const int FewRows = 16;

    private readonly int[] _missingBins = [.. data.Features.Select(f => f.MissingBin)];
    private readonly bool[] _hasTwo = [.. data.Features.Select((f, j) => f.ValueBins == 2 && !data.HasMissing[j])];

    // All zero between calls.
    private readonly Vector256<double>[] _sums = new Vector256<double>[MostBins];
    private readonly Vector256<double>[] _occupied = new Vector256<double>[MostBins];
    private readonly byte[] _codes = new byte[MostBins];
    private readonly ulong[] _touched = new ulong[MostBins / 64];
    private Vector256<double>[] _entries = [];
    private int[] _rows = [];
    private int _start;
    private int _count;
    private int _values;
    private Vector256<double> _total;

    /// <summary>Sums (gradient, hessian, rows, 0) of each occupied value bin, ascending.</summary>
    internal ReadOnlySpan<double> Bins => MemoryMarshal.Cast<Vector256<double>, double>(_occupied.AsSpan(0, _values));

    /// <summary>The codes of the occupied value bins, ascending.</summary>
    internal ReadOnlySpan<byte> Codes => _codes.AsSpan(0, _values);

    /// <summary>Sums over the rows where the feature is missing.</summary>
    internal NodeSums Missing { get; private set; }

    /// <summary>Takes up a node: gathers the sums of its rows, which all of its features share.</summary>
    /// <param name="rows">All rows of the tree.</param>
    /// <param name="start">Where the node's rows begin.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="gradients">Gradients by row of the data.</param>
    /// <param name="hessians">Hessians by row of the data.</param>
    internal NodeSums TakeNode(int[] rows, int start, int count, double[] gradients, double[] hessians)
    {
        (_rows, _start, _count) = (rows, start, count);
        if (_entries.Length < count)
        {
            _entries = new Vector256<double>[rows.Length];
        }

        Vector256<double> total = Vector256<double>.Zero;
        ReadOnlySpan<int> mine = rows.AsSpan(start, count);
        for (int i = 0; i < mine.Length; i++)
        {
            Vector256<double> entry = Vector256.Create(gradients[mine[i]], hessians[mine[i]], 1, 0);
            _entries[i] = entry;
            total += entry;
        }

        _total = total;
        return Sums(total);
    }

    /// <summary>Fills the histogram of one feature over the node's rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Fill(int feature)
    {
        Missing = default;
        if (_hasTwo[feature])
        {
            FillTwo(feature);
        }
        else if (_count <= FewRows)
        {
            FillFew(feature);
        }
        else if (_count < ManyRows)
        {
            FillSome(feature);
        }
        else
        {
            FillMany(feature);
        }

        if (_values > 0 && _codes[_values - 1] == _missingBins[feature] && data.HasMissing[feature])
        {
            Missing = Sums(_occupied[--_values]);
        }
    }

    // In registers: see HistogramBuilder.
    private void FillTwo(int feature)
    {
        Vector256<double> ones = HistogramBuilder.SumOfOnes(ref MemoryMarshal.GetArrayDataReference(data.Bins[feature]), ref _rows[_start],
            ref _entries[0], _count);
        Vector256<double> zeros = _total - ones;
        _values = 0;
        if (zeros[2] > 0)
        {
            Add(0, zeros);
        }

        if (ones[2] > 0)
        {
            Add(1, ones);
        }
    }

    // A row's place is the number of smaller keys; keys are (code, position), so no two are equal.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillFew(int feature)
    {
        Span<short> keys = stackalloc short[FewRows], sorted = stackalloc short[FewRows];
        keys.Fill(short.MaxValue);
        ref byte code = ref MemoryMarshal.GetArrayDataReference(data.Bins[feature]);
        ref int row = ref _rows[_start];
        ref short key = ref MemoryMarshal.GetReference(keys);
        for (int i = 0; i < _count; i++)
        {
            Unsafe.Add(ref key, i) = (short)((Unsafe.Add(ref code, (uint)Unsafe.Add(ref row, i)) * FewRows) + i);
        }

        Vector256<short> all = Vector256.LoadUnsafe(ref key);
        for (int i = 0; i < _count; i++)
        {
            short mine = Unsafe.Add(ref key, i);
            uint smaller = Vector256.LessThan(all, Vector256.Create(mine)).ExtractMostSignificantBits();
            sorted[BitOperations.PopCount(smaller)] = mine;
        }

        ref Vector256<double> entry = ref MemoryMarshal.GetArrayDataReference(_entries);
        int values = -1, last = -1;
        foreach (short next in sorted[.._count])
        {
            int b = next >> 4;
            Vector256<double> sums = Unsafe.Add(ref entry, next & 15);
            if (b == last)
            {
                _occupied[values] += sums;
                continue;
            }

            last = b;
            _occupied[++values] = sums;
            _codes[values] = (byte)b;
        }

        _values = values + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillSome(int feature)
    {
        ref Vector256<double> bin = ref MemoryMarshal.GetArrayDataReference(_sums);
        ref Vector256<double> entry = ref MemoryMarshal.GetArrayDataReference(_entries);
        ref ulong touched = ref MemoryMarshal.GetArrayDataReference(_touched);
        ref byte code = ref MemoryMarshal.GetArrayDataReference(data.Bins[feature]);
        ref int row = ref _rows[_start];
        for (int i = 0; i < _count; i++)
        {
            int b = Unsafe.Add(ref code, (uint)Unsafe.Add(ref row, i));
            Unsafe.Add(ref bin, b) += Unsafe.Add(ref entry, i);
            Unsafe.Add(ref touched, b >>> 6) |= 1UL << b;
        }

        int values = 0;
        for (int word = 0; word < MostBins / 64; word++)
        {
            ulong bits = Unsafe.Add(ref touched, word);
            Unsafe.Add(ref touched, word) = 0;
            for (; bits != 0; bits &= bits - 1)
            {
                int b = (word << 6) + BitOperations.TrailingZeroCount(bits);
                _occupied[values] = Unsafe.Add(ref bin, b);
                _codes[values++] = (byte)b;
                Unsafe.Add(ref bin, b) = Vector256<double>.Zero;
            }
        }

        _values = values;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillMany(int feature)
    {
        ref Vector256<double> bin = ref MemoryMarshal.GetArrayDataReference(_sums);
        ref Vector256<double> entry = ref MemoryMarshal.GetArrayDataReference(_entries);
        ref byte code = ref MemoryMarshal.GetArrayDataReference(data.Bins[feature]);
        ref int row = ref _rows[_start];
        for (int i = 0; i < _count; i++)
        {
            Unsafe.Add(ref bin, (uint)Unsafe.Add(ref code, (uint)Unsafe.Add(ref row, i))) += Unsafe.Add(ref entry, i);
        }

        _values = 0;
        for (int b = 0; b <= _missingBins[feature]; b++)
        {
            if (_sums[b][2] > 0)
            {
                Add((byte)b, _sums[b]);
                _sums[b] = Vector256<double>.Zero;
            }
        }
    }

    private void Add(byte code, Vector256<double> sums)
    {
        _occupied[_values] = sums;
        _codes[_values++] = code;
    }

    private static NodeSums Sums(Vector256<double> v) => new(v[0], v[1], v[2]);
}
