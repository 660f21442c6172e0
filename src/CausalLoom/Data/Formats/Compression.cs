using System.IO.Compression;
using ZstdSharp.Unsafe;

namespace CausalLoom.Data.Formats;

/// <summary>
/// Packed files: gzip and Zstandard. A cut or damaged one is refused, and so is one that unpacks to far more than tables do.
/// </summary>
internal static class Compression
{
    private const int ZstandardLevel = 3;

    /// <summary>How a file is packed by its first bytes.</summary>
    public static Packing Of(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? Packing.Gzip
        : start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) ? Packing.Zstandard : Packing.None;

    /// <summary>How a file is packed by the ending of its name.</summary>
    public static Packing Of(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? Packing.Gzip
        : path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase) ? Packing.Zstandard : Packing.None;

    /// <summary>What a packed stream holds; the stream is disposed with it.</summary>
    public static Stream Unpack(Stream packed, Packing packing, string source) => packing switch
    {
        Packing.Gzip => new UnpackedStream(WholeGzip.Open(packed), source, "gzip", WholeGzip.Marker),
        Packing.Zstandard => new UnpackedStream(new ZstdSharp.DecompressionStream(packed, leaveOpen: false), source, "Zstandard", []),
        _ => packed,
    };

    /// <summary>A stream that packs what is written into it, and leaves <paramref name="target"/> open.</summary>
    public static Stream Pack(Stream target, Packing packing)
    {
        if (packing == Packing.Gzip)
        {
            return new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true);
        }

        // The checksum is what shows damage to whoever unpacks it.
        ZstdSharp.CompressionStream stream = new(target, ZstandardLevel, leaveOpen: true);
        stream.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
        return stream;
    }
}
