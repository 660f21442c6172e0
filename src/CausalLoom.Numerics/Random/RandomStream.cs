using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CausalLoom.Numerics.Neural;

namespace CausalLoom.Numerics.Random;

/// <summary>
/// One named stream of random numbers. A stream is identified by a seed and a path of names,
/// <c>RandomStream.Of(seed).Child("outcome").Child(replicate)</c>; its numbers depend on nothing else, so adding a
/// new consumer never shifts the numbers of an old one, and threads cannot change results.
/// <see cref="Child(string)"/> does not advance the parent and always returns the child at its beginning.
/// A stream holds a position and is not safe for use by two threads at once: give each its own child.
/// </summary>
public sealed class RandomStream : IResumable
{
    private readonly ulong _key;
    private readonly ulong _lane;
    private ulong _block;
    private uint _b0, _b1, _b2, _b3;
    private int _left;
    private double _spareNormal;
    private bool _hasSpare;

    private RandomStream(ulong key, ulong lane, long seed)
    {
        _key = key;
        _lane = lane;
        Seed = seed;
    }

    /// <summary>The seed of the root that this stream descends from: what a result states that was made with it.</summary>
    public long Seed { get; }

    /// <summary>A name that no other stream has, as 32 hexadecimal digits: of seed and path, whatever the position.</summary>
    public string Identifier => _key.ToString("x16", CultureInfo.InvariantCulture) + _lane.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The root stream of a seed.</summary>
    public static RandomStream Of(long seed)
    {
        Span<byte> bytes = stackalloc byte[9];
        bytes[0] = (byte)'S';
        BinaryPrimitives.WriteInt64LittleEndian(bytes[1..], seed);
        return FromHash(bytes, seed);
    }

    /// <summary>The child stream of that name, at its beginning.</summary>
    public RandomStream Child(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        byte[] bytes = new byte[17 + Encoding.UTF8.GetByteCount(name)];
        WriteIdentity(bytes, (byte)'N');
        Encoding.UTF8.GetBytes(name, bytes.AsSpan(17));
        return FromHash(bytes, Seed);
    }

    /// <summary>The child stream of that number, at its beginning.</summary>
    public RandomStream Child(long index)
    {
        Span<byte> bytes = stackalloc byte[25];
        WriteIdentity(bytes, (byte)'I');
        BinaryPrimitives.WriteInt64LittleEndian(bytes[17..], index);
        return FromHash(bytes, Seed);
    }

    /// <summary>32 uniform bits.</summary>
    public uint NextUInt32()
    {
        if (_left == 0)
        {
            (_b0, _b1, _b2, _b3) = Philox.Block((uint)_block, (uint)(_block >> 32), (uint)_lane, (uint)(_lane >> 32), (uint)_key,
                (uint)(_key >> 32));
            _block++;
            _left = 4;
        }

        return --_left switch { 3 => _b0, 2 => _b1, 1 => _b2, _ => _b3 };
    }

    /// <summary>64 uniform bits.</summary>
    public ulong NextUInt64() => ((ulong)NextUInt32() << 32) | NextUInt32();

    /// <summary>Uniform on [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform on (0, 1): never exactly 0 or 1, safe for logarithms and quantile functions.</summary>
    public double NextOpenDouble() => ((NextUInt64() >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>Uniform on {0, …, <paramref name="exclusiveMax"/> − 1}, without modulo bias (Lemire's method).</summary>
    public int NextInt(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMax);
        uint range = (uint)exclusiveMax;
        ulong product = (ulong)NextUInt32() * range;
        if ((uint)product < range)
        {
            uint threshold = (0u - range) % range;
            while ((uint)product < threshold)
            {
                product = (ulong)NextUInt32() * range;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>True with probability <paramref name="p"/>.</summary>
    public bool NextBernoulli(double p) => NextDouble() < p;

    /// <summary>Standard normal (Box–Muller on 53-bit uniforms).</summary>
    public double NextNormal()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spareNormal;
        }

        double radius = Math.Sqrt(-2 * Math.Log(NextOpenDouble()));
        (double sin, double cos) = Math.SinCos(2 * Math.PI * NextDouble());
        _spareNormal = radius * sin;
        _hasSpare = true;
        return radius * cos;
    }

    /// <summary>Standard exponential.</summary>
    public double NextExponential() => -Math.Log(NextOpenDouble());

    /// <summary>An index drawn with probability proportional to <paramref name="weights"/> (non-negative, not all 0).</summary>
    public int NextCategory(ReadOnlySpan<double> weights)
    {
        double total = 0;
        foreach (double w in weights)
        {
            total += w;
        }

        double u = NextDouble() * total;
        int last = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] <= 0)
            {
                continue;
            }

            last = i;
            u -= weights[i];
            if (u < 0)
            {
                break;
            }
        }

        return last;
    }

    /// <summary>Fills a span with standard normals.</summary>
    public void FillNormal(Span<double> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = NextNormal();
        }
    }

    /// <summary>Shuffles in place (Fisher–Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>A uniformly random permutation of 0 … <paramref name="count"/> − 1.</summary>
    public int[] Permutation(int count)
    {
        int[] order = new int[count];
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
        }

        Shuffle<int>(order);
        return order;
    }

    /// <summary>The Philox key and the upper counter half of this stream, for vectorised kernels that fill whole buffers.</summary>
    internal (ulong Key, ulong Lane) Identity => (_key, _lane);

    /// <summary>Whether the next number begins a counter block.</summary>
    internal bool IsAtBlock => _left == 0;

    /// <summary>Reserves whole counter blocks for a vectorised kernel and returns the first one's number.</summary>
    internal ulong ReserveBlocks(ulong count)
    {
        _left = 0;
        ulong first = _block;
        _block += count;
        return first;
    }

    private static RandomStream FromHash(ReadOnlySpan<byte> path, long seed)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(path, hash);
        return new RandomStream(BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]), seed);
    }

    private void WriteIdentity(Span<byte> bytes, byte tag)
    {
        bytes[0] = tag;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[1..], _key);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[9..], _lane);
    }

    /// <summary>The position; the stream itself has to be the same one.</summary>
    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        (ulong key, ulong lane) = (_key, _lane);
        state.Value(ref key);
        state.Value(ref lane);
        if ((key, lane) != (_key, _lane))
        {
            throw new InvalidDataException("The state is that of another stream.");
        }

        state.Value(ref _block);
        state.Value(ref _b0);
        state.Value(ref _b1);
        state.Value(ref _b2);
        state.Value(ref _b3);
        state.Value(ref _left);
        state.Value(ref _spareNormal);
        state.Value(ref _hasSpare);
    }
}
