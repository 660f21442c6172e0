namespace CausalLoom.Expressions;

/// <summary>A part of an expression, from character <paramref name="Start"/> up to <paramref name="End"/>.</summary>
internal abstract record ExpressionNode(int Start, int End);

/// <summary>A number, or TRUE and FALSE as 1 and 0.</summary>
internal sealed record NumberNode(int Start, int End, double Value) : ExpressionNode(Start, End);

/// <summary>Text in quotes.</summary>
internal sealed record TextNode(int Start, int End, string Text) : ExpressionNode(Start, End);

/// <summary>A name: a column, or a word that some function takes.</summary>
internal sealed record NameNode(int Start, int End, string Name, bool Quoted) : ExpressionNode(Start, End);

/// <summary>−a, +a or !a.</summary>
internal sealed record UnaryNode(int Start, int End, string Operator, ExpressionNode Operand) : ExpressionNode(Start, End);

/// <summary>a ∘ b.</summary>
internal sealed record BinaryNode(int Start, int End, string Operator, ExpressionNode Left, ExpressionNode Right)
    : ExpressionNode(Start, End);

/// <summary>f(a, b, …).</summary>
internal sealed record CallNode(int Start, int End, NameNode Function, IReadOnlyList<CallArgument> Arguments) : ExpressionNode(Start, End);

/// <summary>An argument of a call, perhaps by name.</summary>
internal sealed record CallArgument(string? Name, ExpressionNode Value);
