using System.Buffers;
using Apache.Arrow.Memory;

namespace CausalLoom.Data.Formats;

/// <summary>Memory for the parts of an Arrow file: one that claims more than the file can hold is refused before it is given any.</summary>
/// <param name="mostBytes">The most bytes of one part.</param>
internal sealed class BoundedAllocator(long mostBytes) : MemoryAllocator
{
    private readonly NativeMemoryAllocator _memory = new();

    /// <inheritdoc />
    protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
    {
        if (length > mostBytes)
        {
            throw new InvalidDataException(FormattableString.Invariant($"a part of it claims to have {length} bytes"));
        }

        bytesAllocated = length;
        return _memory.Allocate(length);
    }
}
