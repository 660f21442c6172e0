using System.Text.Json;

namespace CausalLoom.Models;

/// <summary>
/// What a model file holds may have been altered with its checksums redone: whatever then goes wrong while it is put together, or drawn
/// from, is said in one line, as any other damage.
/// </summary>
internal static class ModelDamage
{
    /// <summary>Puts a model together.</summary>
    /// <param name="source">The file, for messages.</param>
    /// <param name="load">Does it.</param>
    /// <exception cref="CausalLoomException">It cannot be put together.</exception>
    public static T Guard<T>(string source, Func<T> load)
    {
        try
        {
            return load();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IndexOutOfRangeException or KeyNotFoundException
            or InvalidCastException or NullReferenceException or FormatException or ArithmeticException or JsonException
            or NotSupportedException or OutOfMemoryException or RankException or ArrayTypeMismatchException)
        {
            throw new CausalLoomException($"{source} is not a sound model file: what it holds does not fit together. Copy it again from "
                + "its source, or fit the model again.", e);
        }
    }
}
