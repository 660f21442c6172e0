namespace CausalLoom;

/// <summary>
/// An error that a user can cause and mend: bad data, a wrong option, a damaged file. Its message is one line made for
/// that user: what is wrong, where (file, row, column), and what to do. Anything else that is thrown is a bug. Whatever a message
/// quotes, it stays one line of bounded length whose every character is seen (<see cref="VisibleText.Line"/>).
/// </summary>
public sealed class CausalLoomException : Exception
{
    /// <summary>An error with a message made for the user.</summary>
    public CausalLoomException(string message)
        : base(VisibleText.Line(message))
    {
    }

    /// <summary>An error with a message made for the user and its cause.</summary>
    public CausalLoomException(string message, Exception innerException)
        : base(VisibleText.Line(message), innerException)
    {
    }

    /// <summary>An error without a message; prefer the others.</summary>
    public CausalLoomException()
    {
    }
}
