using System.Globalization;

namespace CausalLoom.Studies;

/// <summary>One of N processes that share a study's work.</summary>
/// <param name="Index">Which, from 1.</param>
/// <param name="Count">N.</param>
public readonly record struct StudyShard(int Index, int Count)
{
    /// <summary>All the work.</summary>
    public static StudyShard Whole { get; } = new(1, 1);

    /// <summary>Reads `I/N`.</summary>
    /// <exception cref="CausalLoomException">It is not two whole numbers with 1 ≤ I ≤ N.</exception>
    public static StudyShard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('/') is [var i, var n]
            && int.TryParse(i, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && index >= 1 && index <= count
            ? new StudyShard(index, count)
            : throw new CausalLoomException($"‹shard {text}› is not I/N with 1 ≤ I ≤ N, such as 2/8.");
    }
}
