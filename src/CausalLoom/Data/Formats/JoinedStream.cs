namespace CausalLoom.Data.Formats;

/// <summary>Bytes before or behind those of a stream, which is disposed with it.</summary>
internal sealed class JoinedStream : ReadStream
{
    private readonly Stream _stream;
    private readonly byte[] _bytes;
    private readonly bool _bytesFirst;
    private int _used;
    private bool _streamEnded;

    /// <summary>Bytes behind a stream.</summary>
    public JoinedStream(Stream stream, byte[] behind) => (_stream, _bytes) = (stream, behind);

    /// <summary>Bytes before a stream, such as those that were read to see what it is.</summary>
    public JoinedStream(byte[] before, Stream stream) => (_stream, _bytes, _bytesFirst) = (stream, before, true);

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        if (!_bytesFirst && !_streamEnded)
        {
            int read = _stream.Read(buffer);
            _streamEnded = read == 0 && buffer.Length > 0;
            if (!_streamEnded)
            {
                return read;
            }
        }

        int part = Math.Min(buffer.Length, _bytes.Length - _used);
        _bytes.AsSpan(_used, part).CopyTo(buffer);
        _used += part;
        return part == 0 && _bytesFirst ? _stream.Read(buffer) : part;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream.Dispose();
        }

        base.Dispose(disposing);
    }
}
