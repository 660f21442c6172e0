namespace CausalLoom.Expressions;

/// <summary>What is wrong with an expression and where, for those who want to show more than the one line of the exception.</summary>
/// <param name="Name">Whose expression it is, as its owner calls it, such as "--tau".</param>
/// <param name="Text">The expression.</param>
/// <param name="Start">The index of the first character in question, in UTF-16 units from 0.</param>
/// <param name="Length">How many characters are in question; 0 at the end of the text.</param>
/// <param name="Problem">What is wrong, without name, text and place.</param>
public sealed record ExpressionProblem(string Name, string Text, int Start, int Length, string Problem)
{
    private const string Key = "CausalLoom.Expression";

    /// <summary>
    /// The expression on one line and a caret under the place, both without a line end; control characters show as spaces.
    /// </summary>
    public (string Line, string Caret) Pointer()
    {
        string line = string.Concat(Text.Select(c => char.IsControl(c) ? ' ' : c));
        int before = Runes(Text, 0, Start), wide = Math.Max(1, Runes(Text, Start, Start + Length));
        return (line, new string(' ', before) + new string('^', wide));
    }

    /// <summary>The problem an exception carries, or null where it is about something else.</summary>
    public static ExpressionProblem? Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Data[Key] as ExpressionProblem;
    }

    internal CausalLoomException AsException(string message)
    {
        CausalLoomException exception = new(message);
        exception.Data[Key] = this;
        return exception;
    }

    /// <summary>How many characters a reader sees between two UTF-16 positions.</summary>
    internal static int Runes(string text, int start, int end)
    {
        int count = 0;
        foreach (System.Text.Rune _ in text.AsSpan(start, end - start).EnumerateRunes())
        {
            count++;
        }

        return count;
    }
}
