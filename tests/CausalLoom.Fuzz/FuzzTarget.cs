using CausalLoom.Numerics.Random;

namespace CausalLoom.Fuzz;

/// <summary>Something that reads what strangers wrote.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Seeds">Small sound inputs, and some that are nearly so; made on first use.</param>
/// <param name="Read">Reads an input to its end: it may only return or refuse by a <see cref="CausalLoomException"/>.</param>
internal sealed record FuzzTarget(string Name, Func<IEnumerable<byte[]>> Seeds, Action<byte[]> Read)
{
    /// <summary>Pieces that mean something to it.</summary>
    public IReadOnlyList<string> Tokens { get; init; } = [];

    /// <summary>How an input is altered, where bytes at random would not get far: a packed file, one with checksums.</summary>
    public Func<Mutator, RandomStream, byte[], byte[]> Alter { get; init; } = (mutator, stream, input) => mutator.Alter(stream, input);

    /// <summary>Its share of the time, in those of an ordinary target.</summary>
    public double Share { get; init; } = 1;

    /// <summary>The most memory that a small input may ask for.</summary>
    public long MostBytes { get; init; } = 1L << 30;
}
