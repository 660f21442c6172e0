using System.Globalization;
using System.Runtime.CompilerServices;

namespace CausalLoom.Io;

/// <summary>Sentences whose numbers are written in the invariant culture.</summary>
internal static class InvariantText
{
    /// <summary>The sentence; a long one may be written in parts that + joins.</summary>
    public static string Invariant(Handler text) => text.ToStringAndClear();

    /// <summary>What the compiler makes of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public ref struct Handler(int literalLength, int formattedCount)
    {
        private DefaultInterpolatedStringHandler _text = new(literalLength, formattedCount, CultureInfo.InvariantCulture);

        public void AppendLiteral(string words) => _text.AppendLiteral(words);

        public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

        public void AppendFormatted<T>(T value, string format) => _text.AppendFormatted(value, format);

        public string ToStringAndClear() => _text.ToStringAndClear();
    }
}
