namespace CausalLoom.Data.Formats;

/// <summary>Unpacked bytes, but for the marker at their end; what goes wrong in unpacking is one line.</summary>
internal sealed class UnpackedStream : ReadStream
{
    private const long MostBytes = 1L << 38;
    private readonly Stream _inner;
    private readonly string _source;
    private readonly string _packing;
    private readonly byte[] _marker;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _atEnd;
    private long _total;

    /// <summary>Reads an unpacking stream.</summary>
    /// <param name="inner">It; disposed with this one.</param>
    /// <param name="source">What the file is called.</param>
    /// <param name="packing">What it is packed with.</param>
    /// <param name="marker">What its bytes must end with, which is not passed on.</param>
    public UnpackedStream(Stream inner, string source, string packing, ReadOnlySpan<byte> marker) =>
        (_inner, _source, _packing, _marker) = (inner, source, packing, marker.ToArray());

    /// <inheritdoc />
    public override int Read(Span<byte> buffer)
    {
        while (!_atEnd && _end - _start <= _marker.Length)
        {
            Fill();
        }

        // Until more is there, the last bytes may be the marker.
        int part = Math.Min(buffer.Length, _end - _start - (_atEnd ? 0 : _marker.Length));
        _buffer.AsSpan(_start, part).CopyTo(buffer);
        _start += part;
        return part;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        int read = Inner(_buffer.AsSpan(_end));
        _end += read;
        _total += read;
        if (_total > MostBytes)
        {
            throw FormatErrors.Damaged(_source, _packing, "it unpacks to more than 256 GB");
        }

        if (read == 0)
        {
            _atEnd = true;
            if (!_buffer.AsSpan(0, _end).EndsWith(_marker))
            {
                throw FormatErrors.Damaged(_source, _packing, "it is cut");
            }

            _end -= _marker.Length;
        }
    }

    private int Inner(Span<byte> target)
    {
        try
        {
            return _inner.Read(target);
        }
        catch (Exception e) when (e is EndOfStreamException)
        {
            throw FormatErrors.Damaged(_source, _packing, "it is cut", e);
        }
        catch (Exception e) when (e is InvalidDataException or ZstdSharp.ZstdException)
        {
            throw FormatErrors.Damaged(_source, _packing, "it is damaged or cut", e);
        }
    }
}
