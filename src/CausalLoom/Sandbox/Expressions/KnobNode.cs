namespace CausalLoom.Sandbox.Expressions;

/// <summary>A part of an expression, from character <paramref name="Start"/> up to <paramref name="End"/>.</summary>
internal abstract record KnobNode(int Start, int End);

/// <summary>A number, or TRUE and FALSE as 1 and 0.</summary>
internal sealed record KnobNumber(int Start, int End, double Value) : KnobNode(Start, End);

/// <summary>Text in quotes.</summary>
internal sealed record KnobLiteral(int Start, int End, string Text) : KnobNode(Start, End);

/// <summary>A name: a column, or a word that some function takes.</summary>
internal sealed record KnobName(int Start, int End, string Name, bool Quoted) : KnobNode(Start, End);

/// <summary>−a, +a or !a.</summary>
internal sealed record KnobUnary(int Start, int End, string Operator, KnobNode Operand) : KnobNode(Start, End);

/// <summary>a ∘ b.</summary>
internal sealed record KnobBinary(int Start, int End, string Operator, KnobNode Left, KnobNode Right) : KnobNode(Start, End);

/// <summary>f(a, b, …).</summary>
internal sealed record KnobCall(int Start, int End, KnobName Function, IReadOnlyList<KnobArgument> Arguments) : KnobNode(Start, End);

/// <summary>An argument of a call, perhaps by name.</summary>
internal sealed record KnobArgument(string? Name, KnobNode Value);
