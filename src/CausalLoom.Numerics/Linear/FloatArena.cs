namespace CausalLoom.Numerics.Linear;

/// <summary>
/// A bump allocator of float32 buffers that are all given back at once by <see cref="Reset"/>. Chunks are kept, so a
/// sequence of requests that repeats allocates nothing after its first round. Buffers are 64-byte aligned and hold
/// whatever the previous round left in them.
/// </summary>
internal sealed unsafe class FloatArena
{
    private const int ChunkLength = 1 << 17;
    private readonly List<PinnedFloats> _chunks = [];
    private int _chunk;
    private int _used;

    /// <summary>A buffer of that many values (contents unspecified), valid until <see cref="Reset"/>.</summary>
    public float* Take(int length)
    {
        int size = PinnedFloats.RoundUp(length);
        while (_chunk < _chunks.Count)
        {
            PinnedFloats chunk = _chunks[_chunk];
            if (_used + size <= chunk.Length)
            {
                float* taken = chunk.Pointer + _used;
                _used += size;
                return taken;
            }

            _chunk++;
            _used = 0;
        }

        PinnedFloats fresh = new(Math.Max(size, ChunkLength));
        _chunks.Add(fresh);
        _used = size;
        return fresh.Pointer;
    }

    /// <summary>The chunk of the last buffer taken.</summary>
    public PinnedFloats Current => _chunks[_chunk];

    /// <summary>Gives every buffer back.</summary>
    public void Reset()
    {
        _chunk = 0;
        _used = 0;
    }
}
