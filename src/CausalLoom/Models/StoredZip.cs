using System.Buffers.Binary;
using System.Text;

namespace CausalLoom.Models;

/// <summary>
/// Zip files in the one form that `.loom` uses: entries uncompressed, one after the other, with one fixed time stamp. So the same
/// entries always give the same bytes, nothing is ever decompressed (no zip bomb), and a reader can insist on that form:
/// it writes what it read again and compares, so that no byte can be altered unnoticed.
/// </summary>
internal static class StoredZip
{
    private const uint LocalSignature = 0x04034B50, CentralSignature = 0x02014B50, EndSignature = 0x06054B50;
    private const int LocalLength = 30, CentralLength = 46, EndLength = 22;

    // 1980-01-01 00:00, the first that zip can say.
    private const ushort FixedDate = (1 << 5) | 1;
    private const ushort Version = 20;

    /// <summary>The length of the file that holds these entries.</summary>
    public static long Length(IReadOnlyList<(string Name, ReadOnlyMemory<byte> Bytes)> entries) =>
        EndLength + entries.Sum(entry => (long)LocalLength + CentralLength + (2L * entry.Name.Length) + entry.Bytes.Length);

    /// <summary>Writes entries with ASCII names.</summary>
    public static void Write(Stream stream, IReadOnlyList<(string Name, ReadOnlyMemory<byte> Bytes)> entries)
    {
        uint[] checksums = [.. entries.Select(entry => Crc32.Of(entry.Bytes.Span))];
        uint[] offsets = new uint[entries.Count];
        uint at = 0;
        for (int i = 0; i < entries.Count; i++)
        {
            offsets[i] = at;
            byte[] header = Local(entries[i].Name, checksums[i], entries[i].Bytes.Length);
            stream.Write(header);
            stream.Write(entries[i].Bytes.Span);
            at += (uint)header.Length + (uint)entries[i].Bytes.Length;
        }

        uint centralLength = 0;
        for (int i = 0; i < entries.Count; i++)
        {
            byte[] header = Central(entries[i].Name, checksums[i], entries[i].Bytes.Length, offsets[i]);
            stream.Write(header);
            centralLength += (uint)header.Length;
        }

        stream.Write(End(entries.Count, centralLength, at));
    }

    /// <summary>
    /// The content of the named entries, or null where the file is not exactly what <see cref="Write"/> would write of them.
    /// </summary>
    public static ReadOnlyMemory<byte>[]? Read(ReadOnlyMemory<byte> file, params string[] names)
    {
        ReadOnlyMemory<byte>[] contents = new ReadOnlyMemory<byte>[names.Length];
        int at = 0;
        for (int i = 0; i < names.Length; i++)
        {
            if (file.Length - at < LocalLength + names[i].Length)
            {
                return null;
            }

            uint length = BinaryPrimitives.ReadUInt32LittleEndian(file.Span[(at + 18)..]);
            at += LocalLength + names[i].Length;
            if (length > file.Length - at)
            {
                return null;
            }

            contents[i] = file.Slice(at, (int)length);
            at += (int)length;
        }

        using Comparer comparer = new(file);
        Write(comparer, [.. names.Zip(contents)]);
        return comparer.IsSame ? contents : null;
    }

    private static byte[] Local(string name, uint checksum, int length)
    {
        byte[] header = new byte[LocalLength + name.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(header, LocalSignature);
        Common(header.AsSpan(4), name, checksum, length);
        Encoding.ASCII.GetBytes(name, header.AsSpan(LocalLength));
        return header;
    }

    private static byte[] Central(string name, uint checksum, int length, uint offset)
    {
        byte[] header = new byte[CentralLength + name.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(header, CentralSignature);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), Version);
        Common(header.AsSpan(6), name, checksum, length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(42), offset);
        Encoding.ASCII.GetBytes(name, header.AsSpan(CentralLength));
        return header;
    }

    // The fields that both headers have, in the same order: version, flags, method 0 (stored), time, date, checksum, two sizes, name.
    private static void Common(Span<byte> header, string name, uint checksum, int length)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(header, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], FixedDate);
        BinaryPrimitives.WriteUInt32LittleEndian(header[10..], checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(header[14..], (uint)length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[18..], (uint)length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], (ushort)name.Length);
    }

    private static byte[] End(int entries, uint centralLength, uint centralOffset)
    {
        byte[] end = new byte[EndLength];
        BinaryPrimitives.WriteUInt32LittleEndian(end, EndSignature);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), (ushort)entries);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), (ushort)entries);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), centralLength);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), centralOffset);
        return end;
    }

    // Takes what is written and compares it with a file instead of keeping it.
    private sealed class Comparer(ReadOnlyMemory<byte> file) : MemoryStream
    {
        private int _at;
        private bool _differs;

        public bool IsSame => !_differs && _at == file.Length;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _differs |= buffer.Length > file.Length - _at || !buffer.SequenceEqual(file.Span.Slice(_at, buffer.Length));
            _at = Math.Min(file.Length, _at + buffer.Length);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    }
}
