namespace CausalLoom.Studies.Slurm;

/// <summary>Words of a POSIX shell.</summary>
public static class ShellWord
{
    /// <summary>A text as one word that every POSIX shell reads back to the letter, whatever it holds but the zero character.</summary>
    /// <exception cref="CausalLoomException">It holds a zero character, which no word can.</exception>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new CausalLoomException("A file name holds a zero character.");
        }

        return text.Length > 0 && text.All(IsPlain) ? text : "'" + text.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
    }

    /// <summary>Words as a command line.</summary>
    public static string Line(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    private static bool IsPlain(char c) =>
        char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or ',' or ':' or '=' or '+' or '@' or '%';
}
