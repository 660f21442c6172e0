using System.Text;

namespace CausalLoom.Cli.CommandLine;

/// <summary>A writer that spells the library's options as the command line has them. A text with options is written at once.</summary>
/// <param name="to">Where the text goes.</param>
/// <param name="spell">The spelling.</param>
internal sealed class SpeltWriter(TextWriter to, Func<string, string> spell) : TextWriter(to.FormatProvider)
{
    /// <inheritdoc />
    public override Encoding Encoding => to.Encoding;

    /// <inheritdoc />
    public override void Write(char value) => to.Write(value);

    /// <inheritdoc />
    public override void Write(string? value) => to.Write(value is null ? null : spell(value));

    /// <inheritdoc />
    public override void Flush() => to.Flush();
}
