using System.IO.Compression;

namespace CausalLoom.Data.Formats;

/// <summary>
/// gzip whose end is sure. .NET ends a cut stream as if it were whole. So a member of our own is put behind the last one of the file: only
/// if the file is whole does the unpacked text end with what that member holds.
/// </summary>
internal static class WholeGzip
{
    private static readonly byte[] Member = Pack();

    /// <summary>Gets what the unpacked bytes of a whole file end with.</summary>
    public static ReadOnlySpan<byte> Marker => "CausalLoom: end of a whole gzip."u8;

    /// <summary>Unpacks a stream with the marker behind it; the stream is disposed with the result.</summary>
    public static Stream Open(Stream packed) => new GZipStream(new JoinedStream(packed, Member), CompressionMode.Decompress);

    private static byte[] Pack()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Marker);
        }

        return packed.ToArray();
    }
}
