using System.Text;
using CausalLoom.Io;

namespace CausalLoom.Cli.CommandLine;

/// <summary>Standard output, held back while files are: what is shown there is true of them only once they are published.</summary>
/// <param name="to">Standard output.</param>
/// <param name="batch">The files.</param>
internal sealed class HeldWriter(TextWriter to, OutputBatch batch) : TextWriter(to.FormatProvider)
{
    private readonly StringBuilder _held = new();

    /// <inheritdoc />
    public override Encoding Encoding => to.Encoding;

    /// <inheritdoc />
    public override void Write(char value)
    {
        if (batch.Holds)
        {
            _held.Append(value);
        }
        else
        {
            to.Write(value);
        }
    }

    /// <inheritdoc />
    public override void Write(string? value)
    {
        if (batch.Holds)
        {
            _held.Append(value);
        }
        else
        {
            to.Write(value);
        }
    }

    /// <summary>Shows what was held back.</summary>
    public void Release()
    {
        to.Write(_held);
        to.Flush();
        _held.Clear();
    }
}
