using System.Buffers.Binary;

namespace CausalLoom.Data.Formats;

/// <summary>
/// Holds the lengths that an Arrow file says of its own parts against the bytes there are, before a parser asks for memory by them: two
/// thousand bytes could claim sixteen gigabytes. Its metadata are FlatBuffers: tables of fields, some of which are vectors.
/// </summary>
internal static class ArrowLengths
{
    private const int Continuation = -1, EndLength = 10, BlockBytes = 24, PairBytes = 16, OffsetBytes = 4, MaxDepth = 64;
    private const byte SchemaHeader = 1, DictionaryHeader = 2, BatchHeader = 3;

    /// <summary>Checks a file or a stream and goes back to where it was.</summary>
    /// <param name="stream">It, which can be read at any place.</param>
    /// <param name="isFile">Whether it has an index at its end.</param>
    /// <exception cref="InvalidDataException">A part is longer than what holds it.</exception>
    public static void Check(Stream stream, bool isFile)
    {
        long start = stream.Position;
        if (isFile)
        {
            Index(stream);
        }
        else
        {
            for (long at = start; at < stream.Length;)
            {
                (long length, long body, _) = Message(stream, at);
                at = length == 0 ? stream.Length : at + length + body;
            }
        }

        stream.Position = start;
    }

    private static void Index(Stream stream)
    {
        Require(stream.Length > EndLength);
        int length = BinaryPrimitives.ReadInt32LittleEndian(Bytes(stream, stream.Length - EndLength, sizeof(int)));
        Part footer = new(Bytes(stream, stream.Length - EndLength - length, length));
        int root = footer.Root();
        if (footer.Table(root, 1) is { } schema)
        {
            Schema(footer, schema);
        }

        // A parser that meets another kind of message reads on behind it, where there need be none.
        foreach ((int field, byte kind) in ((int, byte)[])[(2, DictionaryHeader), (3, BatchHeader)])
        {
            (int first, int count) = footer.Vector(root, field, BlockBytes);
            for (int i = 0; i < count; i++)
            {
                Require(Message(stream, footer.Whole(first + (i * BlockBytes))).Kind == kind);
            }
        }
    }

    // How many bytes a message's metadata and its body have, and what it is; none where the stream ends.
    private static (long Length, long Body, byte Kind) Message(Stream stream, long at)
    {
        int before = sizeof(int), length = BinaryPrimitives.ReadInt32LittleEndian(Bytes(stream, at, sizeof(int)));
        if (length == Continuation)
        {
            before = 2 * sizeof(int);
            length = BinaryPrimitives.ReadInt32LittleEndian(Bytes(stream, at + sizeof(int), sizeof(int)));
        }

        if (length == 0)
        {
            return (0, 0, 0);
        }

        Part part = new(Bytes(stream, at + before, length));
        int root = part.Root();
        byte kind = part.Byte(root, 1);
        if (part.Table(root, 2) is { } header)
        {
            switch (kind)
            {
                case SchemaHeader:
                    Schema(part, header);
                    break;
                case BatchHeader:
                    Batch(part, header);
                    break;
                case DictionaryHeader when part.Table(header, 1) is { } data:
                    Batch(part, data);
                    break;
            }
        }

        long body = part.Field(root, 3) is { } said ? part.Whole(said) : 0;
        Require(body >= 0 && body <= stream.Length - at - before - length);
        return (before + length, body, kind);
    }

    private static void Batch(Part part, int table)
    {
        part.Vector(table, 1, PairBytes);
        part.Vector(table, 2, PairBytes);
    }

    private static void Schema(Part part, int table)
    {
        Fields(part, table, 1, 0);
        part.Vector(table, 2, OffsetBytes);
    }

    private static void Fields(Part part, int table, int vector, int depth)
    {
        Require(depth < MaxDepth && part.Once());
        (int first, int count) = part.Vector(table, vector, OffsetBytes);
        for (int i = 0; i < count; i++)
        {
            int field = part.Behind(first + (i * OffsetBytes));
            Fields(part, field, 5, depth + 1);
            part.Vector(field, 6, OffsetBytes);
        }
    }

    private static byte[] Bytes(Stream stream, long at, int length)
    {
        Require(at >= 0 && length >= 0 && at <= stream.Length - length);
        byte[] bytes = new byte[length];
        stream.Position = at;
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static void Require(bool met)
    {
        if (!met)
        {
            throw new InvalidDataException("a part of it is longer than what holds it, or another than it is said to be");
        }
    }

    /// <summary>A FlatBuffer, every place within it checked.</summary>
    private sealed class Part(byte[] bytes)
    {
        private const int TableHead = 4, FieldBytes = 2;

        private int _left = bytes.Length;

        public int Root() => Behind(0);

        /// <summary>Whether there may be one more table: those that share their parts could be without end.</summary>
        public bool Once() => _left-- > 0;

        /// <summary>The place that an offset leads to.</summary>
        public int Behind(int at)
        {
            long place = at + (long)BinaryPrimitives.ReadUInt32LittleEndian(Span(at, sizeof(uint)));
            Require(place <= bytes.Length);
            return (int)place;
        }

        /// <summary>Where a table has a field, or null where it lacks it.</summary>
        public int? Field(int table, int field)
        {
            long fields = table - (long)BinaryPrimitives.ReadInt32LittleEndian(Span(table, sizeof(int)));
            Require(fields >= 0 && fields <= bytes.Length);
            int at = TableHead + (FieldBytes * field);
            int offset = at + FieldBytes <= Short((int)fields) ? Short((int)fields + at) : 0;
            return offset == 0 ? null : table + offset;
        }

        public int? Table(int table, int field) => Field(table, field) is { } at ? Behind(at) : null;

        public byte Byte(int table, int field) => Field(table, field) is { } at ? Span(at, 1)[0] : (byte)0;

        public long Whole(int at) => BinaryPrimitives.ReadInt64LittleEndian(Span(at, sizeof(long)));

        /// <summary>A vector's first element and how many there are, which must be within the buffer.</summary>
        public (int First, int Count) Vector(int table, int field, int size)
        {
            if (Table(table, field) is not { } at)
            {
                return (0, 0);
            }

            long count = BinaryPrimitives.ReadUInt32LittleEndian(Span(at, sizeof(uint)));
            Require(count * size <= bytes.Length - at - sizeof(uint));
            return (at + sizeof(uint), (int)count);
        }

        private ushort Short(int at) => BinaryPrimitives.ReadUInt16LittleEndian(Span(at, sizeof(ushort)));

        private ReadOnlySpan<byte> Span(int at, int length)
        {
            Require(at >= 0 && at <= bytes.Length - length);
            return bytes.AsSpan(at, length);
        }
    }
}
