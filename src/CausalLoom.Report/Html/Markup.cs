using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace CausalLoom.Report.Html;

/// <summary>
/// Markup that is safe to put on the page. Made from interpolated strings whose literal parts are markup and whose holes
/// are encoded, so that a name can only reach the page as text: <c>Markup.Of($"&lt;td&gt;{name}&lt;/td&gt;")</c>.
/// </summary>
internal readonly record struct Markup
{
    // Letters of all scripts stay readable; <, >, &, quotes are encoded.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly string? _value;

    private Markup(string value)
    {
        _value = value;
    }

    public static Markup Empty => default;

    public bool IsEmpty => string.IsNullOrEmpty(_value);

    public static Markup Of(Builder builder) => new(builder.ToString());

    /// <summary>A name, number or sentence as text.</summary>
    public static Markup Text(string? text) => new(Encode(text));

    /// <summary>Markup that this assembly made itself (an embedded script or style sheet).</summary>
    public static Markup Trusted(string markup) => new(markup);

    public static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts.Select(p => p._value)));

    public static string Encode(string? text) => Encoder.Encode(VisibleText.Of(text ?? string.Empty, keepLines: true));

    public override string ToString() => _value ?? string.Empty;

    [InterpolatedStringHandler]
    public readonly ref struct Builder
    {
        private readonly StringBuilder _text;

        public Builder(int literalLength, int formattedCount)
        {
            _text = new StringBuilder(literalLength + (16 * formattedCount));
        }

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(Markup markup) => _text.Append(markup._value);

        public void AppendFormatted(IEnumerable<Markup> parts) => _text.Append(Join(parts)._value);

        public void AppendFormatted(string? text) => _text.Append(Encode(text));

        public void AppendFormatted(int number) => _text.Append(number.ToString(CultureInfo.InvariantCulture));

        public override string ToString() => _text.ToString();
    }
}
