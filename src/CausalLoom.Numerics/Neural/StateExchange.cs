using System.Runtime.InteropServices;

namespace CausalLoom.Numerics.Neural;

/// <summary>
/// The state of work that is under way, written to a stream or read back from it by the same calls in the same order, to the bit, so that
/// work that was broken off goes on as if it had not been.
/// </summary>
public sealed class StateExchange
{
    private readonly Stream _stream;

    private StateExchange(Stream stream, bool reads) => (_stream, Reads) = (stream, reads);

    /// <summary>Whether states are being read back.</summary>
    public bool Reads { get; }

    /// <summary>An exchange that writes.</summary>
    public static StateExchange Into(Stream stream) => new(stream, reads: false);

    /// <summary>An exchange that reads what another one wrote.</summary>
    public static StateExchange From(Stream stream) => new(stream, reads: true);

    /// <summary>One value.</summary>
    /// <exception cref="InvalidDataException">The stream holds too little.</exception>
    public void Value<T>(ref T value)
        where T : unmanaged => Bytes(MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref value, 1)));

    /// <summary>Values of which there are always as many.</summary>
    /// <exception cref="InvalidDataException">The stream holds another number of them.</exception>
    public void Values<T>(Span<T> values)
        where T : unmanaged
    {
        int count = values.Length;
        Value(ref count);
        if (count != values.Length)
        {
            throw new InvalidDataException($"Expected {values.Length} values, not {count}.");
        }

        Bytes(MemoryMarshal.AsBytes(values));
    }

    /// <summary>A list of any length.</summary>
    /// <exception cref="InvalidDataException">The stream holds too little.</exception>
    public void List<T>(List<T> values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        int count = values.Count;
        Value(ref count);
        if (Reads)
        {
            if (count < 0 || count > _stream.Length)
            {
                throw new InvalidDataException($"{count} is no length of a list.");
            }

            CollectionsMarshal.SetCount(values, count);
        }

        Bytes(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(values)));
    }

    /// <summary>The states of parts, in that order; those that are not there are passed over.</summary>
    public void With(params ReadOnlySpan<IResumable?> parts)
    {
        foreach (IResumable? part in parts)
        {
            part?.Exchange(this);
        }
    }

    private void Bytes(Span<byte> bytes)
    {
        if (!Reads)
        {
            _stream.Write(bytes);
        }
        else if (_stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new InvalidDataException("The state ends early.");
        }
    }
}
