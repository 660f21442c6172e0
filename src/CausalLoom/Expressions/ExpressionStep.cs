namespace CausalLoom.Expressions;

/// <summary>One step of a program: takes <paramref name="Arity"/> values from the stack and puts one there.</summary>
/// <param name="Start">The first character of the part of the expression that it works out.</param>
/// <param name="End">Behind that part.</param>
/// <param name="Arity">How many values it takes.</param>
/// <param name="Run">What it does.</param>
/// <param name="Input">The input it puts on the stack, or −1.</param>
/// <param name="Chooses">Whether it is ifelse, whose value is that of one branch.</param>
internal sealed record ExpressionStep(int Start, int End, int Arity, Action<ExpressionFrame> Run, int Input = -1, bool Chooses = false);
