using System.Text;

namespace CausalLoom.Cli.CommandLine;

/// <summary>
/// A writer that puts texts into the form that a reader of the command line is shown. A text is written at once; characters alone are the
/// tool's own and written as they are.
/// </summary>
/// <param name="to">Where the text goes.</param>
/// <param name="form">The form of a text.</param>
internal sealed class SpeltWriter(TextWriter to, Func<string, string> form) : TextWriter(to.FormatProvider)
{
    /// <inheritdoc />
    public override Encoding Encoding => to.Encoding;

    /// <inheritdoc />
    public override void Write(char value) => to.Write(value);

    /// <inheritdoc />
    public override void Write(string? value) => to.Write(value is null ? null : form(value));

    /// <inheritdoc />
    public override void Flush() => to.Flush();
}
