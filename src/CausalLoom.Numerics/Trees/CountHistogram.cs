using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CausalLoom.Numerics.Trees;

/// <summary>
/// The occupied bins of one feature over one node's rows, as running <see cref="CountSums"/>: what <see cref="FeatureHistogram"/> is to
/// gradients. Missing values have no place here. Serves one thread.
/// </summary>
internal sealed class CountHistogram(BinnedMatrix data)
{
    /// <summary>Running sums can be read this far beyond the last bin.</summary>
    internal const int Lanes = 8;

    private const int MostBins = 256;

    /// <summary>Up to this many rows are sorted by comparing each with all others in one vector.</summary>
    private const int FewRows = 16;

    private readonly bool[] _hasTwo = [.. data.Features.Select(f => f.ValueBins == 2)];

    // All zero between calls.
    private readonly ulong[] _sums = new ulong[MostBins];
    private readonly ulong[] _running = new ulong[MostBins + Lanes];
    private readonly ulong[] _codes = new ulong[MostBins + Lanes];

    /// <summary>How many value bins are occupied.</summary>
    internal int Values { get; private set; }

    /// <summary>The sums up to and with each occupied bin, ascending.</summary>
    internal ulong[] Running => _running;

    /// <summary>The codes of the occupied bins, ascending.</summary>
    internal ulong[] Codes => _codes;

    /// <summary>Fills the histogram of one feature.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="rows">The node's rows.</param>
    /// <param name="counts">The <see cref="CountSums"/> of each row of the data.</param>
    /// <param name="total">Their sum.</param>
    internal void Fill(int feature, ReadOnlySpan<int> rows, ulong[] counts, ulong total)
    {
        if (_hasTwo[feature])
        {
            FillTwo(data.Bins[feature], rows, counts, total);
        }
        else if (rows.Length <= FewRows)
        {
            FillFew(data.Bins[feature], rows, counts);
        }
        else
        {
            FillMany(data.Bins[feature], rows, counts);
            Collect(data.Features[feature].ValueBins);
        }
    }

    private void FillTwo(byte[] bins, ReadOnlySpan<int> rows, ulong[] counts, ulong total)
    {
        ref byte code = ref MemoryMarshal.GetArrayDataReference(bins);
        ref int row = ref MemoryMarshal.GetReference(rows);
        ref ulong count = ref MemoryMarshal.GetArrayDataReference(counts);
        ulong even = 0, odd = 0;
        int i = 0;
        for (; i + 2 <= rows.Length; i += 2)
        {
            uint a = (uint)Unsafe.Add(ref row, i), b = (uint)Unsafe.Add(ref row, i + 1);
            even += Unsafe.Add(ref count, a) & (0UL - Unsafe.Add(ref code, a));
            odd += Unsafe.Add(ref count, b) & (0UL - Unsafe.Add(ref code, b));
        }

        if (i < rows.Length)
        {
            uint last = (uint)Unsafe.Add(ref row, i);
            even += Unsafe.Add(ref count, last) & (0UL - Unsafe.Add(ref code, last));
        }

        ulong zeros = total - (even + odd);
        bool both = zeros != 0 && zeros != total;
        (_running[0], _running[1]) = (zeros, total);
        (_codes[0], _codes[1]) = (0, 1);
        Values = both ? 2 : 1;
    }

    // A row's place is the number of smaller keys; keys are (code, position), so no two are equal. Every row writes the running sum of
    // its bin, and the next one writes over it unless its bin is another.
    private void FillFew(byte[] bins, ReadOnlySpan<int> rows, ulong[] counts)
    {
        Span<short> keys = stackalloc short[FewRows], sorted = stackalloc short[FewRows + 1];
        keys.Fill(short.MaxValue);
        ref byte code = ref MemoryMarshal.GetArrayDataReference(bins);
        ref short key = ref MemoryMarshal.GetReference(keys), place = ref MemoryMarshal.GetReference(sorted);
        for (int i = 0; i < rows.Length; i++)
        {
            Unsafe.Add(ref key, i) = (short)((Unsafe.Add(ref code, (uint)rows[i]) * FewRows) + i);
        }

        Vector256<short> all = Vector256.LoadUnsafe(ref key);
        for (int i = 0; i < rows.Length; i++)
        {
            short mine = Unsafe.Add(ref key, i);
            Unsafe.Add(ref place,
                BitOperations.PopCount(Vector256.LessThan(all, Vector256.Create(mine)).ExtractMostSignificantBits())) = mine;
        }

        Unsafe.Add(ref place, rows.Length) = short.MaxValue;
        ref ulong count = ref MemoryMarshal.GetArrayDataReference(counts), running = ref MemoryMarshal.GetArrayDataReference(_running);
        ref ulong occupied = ref MemoryMarshal.GetArrayDataReference(_codes);
        ulong sum = 0;
        int values = 0, at = Unsafe.Add(ref place, 0);
        for (int i = 0; i < rows.Length; i++)
        {
            int next = Unsafe.Add(ref place, i + 1);
            sum += Unsafe.Add(ref count, (uint)rows[at % FewRows]);
            Unsafe.Add(ref running, values) = sum;
            Unsafe.Add(ref occupied, values) = (ulong)(at / FewRows);
            values += Unsafe.BitCast<bool, byte>(at / FewRows != next / FewRows);
            at = next;
        }

        Values = values;
    }

    private void FillMany(byte[] bins, ReadOnlySpan<int> rows, ulong[] counts)
    {
        ref ulong bin = ref MemoryMarshal.GetArrayDataReference(_sums);
        ref byte code = ref MemoryMarshal.GetArrayDataReference(bins);
        ref int row = ref MemoryMarshal.GetReference(rows);
        ref ulong count = ref MemoryMarshal.GetArrayDataReference(counts);
        for (int i = 0; i < rows.Length; i++)
        {
            uint r = (uint)Unsafe.Add(ref row, i);
            Unsafe.Add(ref bin, (uint)Unsafe.Add(ref code, r)) += Unsafe.Add(ref count, r);
        }
    }

    // Takes the occupied bins out and sets them back to zero.
    private void Collect(int bins)
    {
        int values = Avx512F.IsSupported ? Compress(bins) : Pick(bins);
        ref ulong running = ref MemoryMarshal.GetArrayDataReference(_running);
        ulong sum = 0;
        for (int i = 0; i < values; i++)
        {
            sum += Unsafe.Add(ref running, i);
            Unsafe.Add(ref running, i) = sum;
        }

        Values = values;
    }

    // Eight bins at a time, without a guess at how many of them are occupied.
    private int Compress(int bins)
    {
        ref ulong bin = ref MemoryMarshal.GetArrayDataReference(_sums), running = ref MemoryMarshal.GetArrayDataReference(_running),
            codes = ref MemoryMarshal.GetArrayDataReference(_codes);
        Vector512<ulong> code = Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7);
        int values = 0;
        for (nuint first = 0; first < (nuint)bins; first += Lanes, code += Vector512.Create((ulong)Lanes))
        {
            Vector512<ulong> sums = Vector512.LoadUnsafe(ref bin, first), filled = ~Vector512.Equals(sums, Vector512<ulong>.Zero);
            Vector512<ulong>.Zero.StoreUnsafe(ref bin, first);
            Avx512F.Compress(Vector512<ulong>.Zero, filled, sums).StoreUnsafe(ref running, (nuint)values);
            Avx512F.Compress(Vector512<ulong>.Zero, filled, code).StoreUnsafe(ref codes, (nuint)values);
            values += BitOperations.PopCount(filled.ExtractMostSignificantBits());
        }

        return values;
    }

    private int Pick(int bins)
    {
        int values = 0;
        for (int b = 0; b < bins; b++)
        {
            ulong sums = _sums[b];
            _running[values] = sums;
            _codes[values] = (ulong)b;
            values += Unsafe.BitCast<bool, byte>(sums != 0);
            _sums[b] = 0;
        }

        return values;
    }
}
