using System.Text;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Fuzz;

/// <summary>Alters inputs: bits and bytes, spans, numbers, pieces that mean something, nesting, odd characters, parts of others.</summary>
/// <param name="tokens">The pieces that mean something.</param>
/// <param name="corpus">What parts may be taken from.</param>
internal sealed class Mutator(IReadOnlyList<string> tokens, IReadOnlyList<byte[]> corpus)
{
    private const int MostBytes = 1 << 16;
    private static readonly string[] Numbers = ["0", "-0", "-1", "1", "2", "255", "65536", "2147483647", "-2147483648", "4294967296",
        "9223372036854775807", "9223372036854775808", "-9223372036854775809", "9007199254740993", "1e70", "-1e71", "1e308", "1e-308",
        "4.9e-324", "1e999999999", "NaN", "Infinity", "-Infinity", "0x10", "007", "1_000", "1,5", "0.1.2", "+5", ".", "-", "٣", "１"];
    private static readonly string[] Odd = ["\0", "\uFEFF", "\u2028", "\u202E", "\u0085", "\u00A0", "\u001B[31m", "e\u0301", "\uD83D\uDE00",
        "\r", "\n", "\t", "\"", "'", "\\", "\\u0000", "\\uD800", "%", "#", "&", "<", ">", "{", "}", "[", "]", ",", ";", ":", "|", "`", "$"];
    private static readonly byte[][] Broken = [[0xED, 0xA0, 0x80], [0xC0, 0x80], [0xFF], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xE2, 0x82]];
    private static readonly string[] Nests = ["[", "{", "(", "{\"a\":", "[[", "- ", "!", "-", "\"", "a(", "<c>", "? ", "&a [*a,", "  "];
    private static readonly ulong[] Extremes = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF,
        0x7FFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF, 0x7FF0000000000000, 0x7FF8000000000001];

    /// <summary>An input that differs in one to four places.</summary>
    public byte[] Alter(RandomStream stream, byte[] input)
    {
        byte[] altered = input;
        for (int times = 1 + stream.NextInt(4); times > 0; times--)
        {
            altered = Once(stream, altered);
        }

        return altered.Length <= MostBytes ? altered : altered[..MostBytes];
    }

    private byte[] Once(RandomStream stream, byte[] input)
    {
        (int start, int length) = Span(stream, input);
        byte[] before = input[..start], span = input[start..(start + length)], after = input[(start + length)..];
        switch (stream.NextInt(12))
        {
            case 0:
                byte[] flipped = [.. input];
                for (int flips = 1 + stream.NextInt(8); flips > 0 && flipped.Length > 0; flips--)
                {
                    flipped[stream.NextInt(flipped.Length)] ^= (byte)(1 << stream.NextInt(8));
                }

                return flipped;
            case 1:
                return [.. before, (byte)stream.NextInt(256), .. after];
            case 2:
                return before;
            case 3:
                return [.. before, .. after];
            case 4:
                return [.. before, .. Times(span, 2 + stream.NextInt(40)), .. after];
            case 5:
                return tokens.Count == 0 ? before : [.. before, .. Text(tokens[stream.NextInt(tokens.Count)]), .. span, .. after];
            case 6:
                return Number(stream, input);
            case 7:
                byte[] other = corpus[stream.NextInt(corpus.Count)];
                (int from, int count) = Span(stream, other);
                return [.. before, .. other[from..(from + count)], .. after];
            case 8:
                return [.. before, .. Times(Text(Nests[stream.NextInt(Nests.Length)]), 1 << stream.NextInt(13)), .. span, .. after];
            case 9:
                byte[] odd = stream.NextInt(4) == 0 ? Broken[stream.NextInt(Broken.Length)] : Text(Odd[stream.NextInt(Odd.Length)]);
                return [.. before, .. odd, .. span, .. after];
            case 10:
                return Lines(stream, input);
            default:
                byte[] bytes = BitConverter.GetBytes(Extremes[stream.NextInt(Extremes.Length)])[..(1 << stream.NextInt(4))];
                byte[] overwritten = [.. input];
                bytes.AsSpan(0, Math.Min(bytes.Length, input.Length - start)).CopyTo(overwritten.AsSpan(start));
                return overwritten;
        }
    }

    // Short spans more often than long ones.
    private static (int Start, int Length) Span(RandomStream stream, byte[] input)
    {
        int start = stream.NextInt(input.Length + 1);
        return (start, Math.Min(input.Length - start, stream.NextInt(1 << (1 + stream.NextInt(8)))));
    }

    private static byte[] Number(RandomStream stream, byte[] input)
    {
        int begin = stream.NextInt(input.Length + 1);
        while (begin < input.Length && !IsDigit(input[begin]))
        {
            begin++;
        }

        int end = begin;
        while (end < input.Length && (IsDigit(input[end]) || input[end] == (byte)'.'))
        {
            end++;
        }

        return [.. input[..begin], .. Text(Numbers[stream.NextInt(Numbers.Length)]), .. input[end..]];
    }

    // Swaps two lines, or doubles one.
    private static byte[] Lines(RandomStream stream, byte[] input)
    {
        string[] lines = Encoding.Latin1.GetString(input).Split('\n');
        int one = stream.NextInt(lines.Length), other = stream.NextInt(lines.Length);
        if (stream.NextInt(2) == 0)
        {
            (lines[one], lines[other]) = (lines[other], lines[one]);
        }
        else
        {
            lines[one] = lines[other];
        }

        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }

    private static byte[] Times(byte[] span, int times) =>
        [.. Enumerable.Repeat(span, Math.Min(times, MostBytes / Math.Max(1, span.Length))).SelectMany(bytes => bytes)];

    private static bool IsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
