using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Random;

/// <summary>Many whole numbers at once, and the same ones as one at a time.</summary>
public static class IntegerFills
{
    /// <summary>
    /// Fills a buffer with what so many calls of <see cref="RandomStream.NextInt"/> give, and leaves the stream where they leave it.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="destination">The buffer.</param>
    /// <param name="exclusiveMax">Above the largest number; at least 1.</param>
    public static unsafe void FillInts(this RandomStream stream, Span<int> destination, int exclusiveMax)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMax);
        int done = 0;
        while (done < destination.Length && !stream.IsAtBlock)
        {
            destination[done++] = stream.NextInt(exclusiveMax);
        }

        uint range = (uint)exclusiveMax, threshold = (0u - range) % range;
        (ulong key, ulong lane) = stream.Identity;
        uint* words = stackalloc uint[PhiloxWords.Words];
        while (destination.Length - done >= PhiloxWords.Words)
        {
            PhiloxWords.Fill(Simd.Path, key, lane, stream.ReserveBlocks(PhiloxWords.Blocks), words);
            done += Take(words, range, threshold, destination[done..]);
        }

        while (done < destination.Length)
        {
            destination[done++] = stream.NextInt(exclusiveMax);
        }
    }

    // The words stand by their place in the block; a stream takes them block by block, and passes over those that would favour small
    // numbers.
    private static unsafe int Take(uint* words, uint range, uint threshold, Span<int> target)
    {
        int taken = 0;
        for (int i = 0; i < PhiloxWords.Words; i++)
        {
            ulong product = (ulong)words[(i % 4 * PhiloxWords.Blocks) + (i / 4)] * range;
            target[taken] = (int)(product >> 32);
            taken += (uint)product >= threshold ? 1 : 0;
        }

        return taken;
    }
}
