using System.Text;

namespace CausalLoom.Data.Cells;

/// <summary>The texts that stand for a missing value: whatever their case, with or without spaces around.</summary>
internal sealed class MissingTokens(IEnumerable<string> tokens)
{
    private readonly byte[][] _tokens = [.. tokens.Select(token => Encoding.UTF8.GetBytes(token.Trim())).Where(token => token.Length > 0)];

    public bool Contains(ReadOnlySpan<byte> cell)
    {
        cell = CellValue.Trim(cell);
        if (cell.IsEmpty)
        {
            return true;
        }

        foreach (byte[] token in _tokens)
        {
            if (token.Length == cell.Length && (Ascii.EqualsIgnoreCase(cell, token) || cell.SequenceEqual(token)))
            {
                return true;
            }
        }

        return false;
    }
}
