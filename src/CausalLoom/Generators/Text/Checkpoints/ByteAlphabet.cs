namespace CausalLoom.Generators.Text.Checkpoints;

/// <summary>
/// The characters by which GPT-2's vocabulary files write bytes: a printable Latin-1 character for itself, and for each other
/// byte, in order, the characters from U+0100 on.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Characters = Make();
    private static readonly Dictionary<char, byte> Bytes = Characters.Select((c, b) => (c, b)).ToDictionary(x => x.c, x => (byte)x.b);

    /// <summary>The character of a byte.</summary>
    internal static char Of(byte value) => Characters[value];

    /// <summary>The bytes that a token's characters stand for, or null where one stands for none.</summary>
    internal static byte[]? Decode(string token)
    {
        byte[] decoded = new byte[token.Length];
        for (int i = 0; i < decoded.Length; i++)
        {
            if (!Bytes.TryGetValue(token[i], out decoded[i]))
            {
                return null;
            }
        }

        return decoded;
    }

    private static char[] Make()
    {
        char[] characters = new char[256];
        int next = 256;
        for (int b = 0; b < characters.Length; b++)
        {
            bool printable = b is (>= '!' and <= '~') or (>= 0xa1 and <= 0xac) or (>= 0xae and <= 0xff);
            characters[b] = (char)(printable ? b : next++);
        }

        return characters;
    }
}
