namespace CausalLoom.Expressions;

/// <summary>What a piece of an expression is.</summary>
internal enum ExpressionTokenKind
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A number.</summary>
    Number,

    /// <summary>Text in quotes.</summary>
    Text,

    /// <summary>A name or a reserved word.</summary>
    Name,

    /// <summary>A name in backticks.</summary>
    QuotedName,

    /// <summary>An operator, bracket or comma.</summary>
    Symbol,
}

/// <summary>A piece of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Its first character, from 0.</param>
/// <param name="End">Behind its last character.</param>
/// <param name="Text">The symbol, the name or the text, without quotes and escapes.</param>
/// <param name="Value">The number.</param>
internal readonly record struct ExpressionToken(ExpressionTokenKind Kind, int Start, int End, string Text, double Value = 0)
{
    public bool Is(string symbol) => Kind == ExpressionTokenKind.Symbol && Text == symbol;
}
