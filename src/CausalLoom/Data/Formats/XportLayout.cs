using System.Text;

namespace CausalLoom.Data.Formats;

/// <summary>The fixed words of SAS transport files: version 5, and version 8 with longer names and labels.</summary>
internal static class XportLayout
{
    public const int RecordBytes = 80;
    public const int NameBytes = 8;
    public const int LabelBytes = 40;
    public const int TextBytes = 200;
    public const int LongNameBytes = 32;
    public const int LongLabelBytes = 256;
    public const int LongTextBytes = 32767;
    public const int DescriptorBytes = 140;
    public const int ShortDescriptorBytes = 136;

    /// <summary>What a header record holds from byte 48 on where it has nothing to say.</summary>
    public const string Zeros = "000000000000000000000000000000";

    /// <summary>The 48 bytes that a header record begins with.</summary>
    public static byte[] Header(string kind) => Encoding.ASCII.GetBytes($"HEADER RECORD*******{kind,-8}HEADER RECORD!!!!!!!");

    /// <summary>Whether a record is the header of that kind.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> record, string kind) => record.StartsWith(Header(kind));

    public static int Padding(long bytes) => (int)((RecordBytes - (bytes % RecordBytes)) % RecordBytes);
}
