using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace CausalLoom.Data.Csv;

/// <summary>
/// A sliding window on a byte stream that holds one record at a time. Every byte is checked once as it comes in: the first
/// that is NUL or not UTF-8 is remembered and reported by whoever reaches it.
/// </summary>
internal sealed class ByteWindow(Stream stream, int capacity = 1 << 18)
{
    private byte[] _buffer = new byte[capacity];
    private int _start;
    private int _end;
    private int _checked;
    private bool _atEnd;
    private long _badAt;

    /// <summary>Gets the bytes from the record's start on.</summary>
    public Span<byte> Bytes => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Gets the offset, from the record's start, of the first bad byte; int.MaxValue where none is known.</summary>
    public int BadOffset => BadByte < 0 ? int.MaxValue : (int)Math.Min(int.MaxValue, _badAt - Position);

    /// <summary>Gets the first bad byte (0 for NUL), or −1.</summary>
    public int BadByte { get; private set; } = -1;

    /// <summary>Gets the number of bytes of the stream before the record's start.</summary>
    public long Position { get; private set; }

    /// <summary>Moves the record's start forward.</summary>
    public void Advance(int count)
    {
        _start += count;
        Position += count;
    }

    /// <summary>Reads more bytes behind the window; false at the end of the stream.</summary>
    public bool Fill()
    {
        if (_atEnd)
        {
            return false;
        }

        MakeRoom();
        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _atEnd = read == 0;
        _end += read;
        Check();
        return read > 0;
    }

    private void MakeRoom()
    {
        if (_end < _buffer.Length)
        {
            return;
        }

        int length = _end - _start;
        byte[] target = length > _buffer.Length / 2 ? new byte[checked(_buffer.Length * 2)] : _buffer;
        _buffer.AsSpan(_start, length).CopyTo(target);
        _buffer = target;
        _checked -= _start;
        _end = length;
        _start = 0;
    }

    private void Check()
    {
        if (BadByte >= 0)
        {
            return;
        }

        // A sequence that the end of the window cuts is left for the next time, unless nothing follows.
        Span<byte> fresh = _buffer.AsSpan(_checked, _end - _checked);
        int whole = _atEnd ? fresh.Length : fresh.Length - CutTail(fresh);
        fresh = fresh[..whole];
        int bad = fresh.IndexOf((byte)0);
        if (!Utf8.IsValid(fresh))
        {
            int invalid = FirstInvalid(fresh);
            bad = bad < 0 ? invalid : Math.Min(bad, invalid);
        }

        if (bad >= 0)
        {
            BadByte = fresh[bad];
            _badAt = Position + (_checked - _start) + bad;
        }

        _checked += whole;
    }

    private static int CutTail(ReadOnlySpan<byte> bytes)
    {
        for (int back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            byte b = bytes[^back];
            if (b >= 0xC0)
            {
                int needed = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
                return needed > back ? back : 0;
            }

            if (b < 0x80)
            {
                return 0;
            }
        }

        return 0;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        while (at < bytes.Length && Rune.DecodeFromUtf8(bytes[at..], out _, out int used) == OperationStatus.Done)
        {
            at += used;
        }

        return at;
    }
}
