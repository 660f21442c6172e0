using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace CausalLoom.Data;

/// <summary>Tells tables apart by 256 bits of what they hold: names, types, levels and values, in order.</summary>
internal static class TableDigest
{
    /// <summary>The digest of a table, as hexadecimal digits.</summary>
    public static string Of(Table table)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Column column in table.Columns)
        {
            Append(hash, $"{column.Name}\0{column.Type}\0{(column as ContinuousColumn)?.Decimals}\0");
            if (column is DiscreteColumn discrete)
            {
                Append(hash, string.Join('\0', discrete.Levels) + "\0");
                hash.AppendData(MemoryMarshal.AsBytes(discrete.Codes.AsSpan()));
            }
            else
            {
                hash.AppendData(MemoryMarshal.AsBytes(column.ToNumbers().AsSpan()));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));
}
