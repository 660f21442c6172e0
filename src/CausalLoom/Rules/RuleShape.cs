namespace CausalLoom.Rules;

/// <summary>What a rule's text was recognised as; null where it is a condition of no known shape.</summary>
internal abstract record RuleShape;

/// <summary>Low ≤ High, or below it.</summary>
internal sealed record OrderShape(string Low, string High, bool Strict) : RuleShape;

/// <summary>Target = Σ sign · term; of one term: both are the same.</summary>
internal sealed record SumShape(string Target, IReadOnlyList<(string Name, int Sign)> Terms) : RuleShape;

/// <summary>Target = Left · Right, or Left / Right.</summary>
internal sealed record ProductShape(string Target, string Left, string Right, bool Ratio) : RuleShape;

/// <summary>The column has the level exactly where Minimum ≤ Input &lt; Maximum; the limits may be infinite.</summary>
internal sealed record FlagShape(string Target, RuleLiteral Level, string Input, double Minimum, double Maximum) : RuleShape;

/// <summary>If the first holds, so does the second.</summary>
internal sealed record ImplicationShape(RuleLiteral If, RuleLiteral Then) : RuleShape;

/// <summary>The column has one of some values.</summary>
internal sealed record ValuesShape(RuleLiteral Allowed) : RuleShape;

/// <summary>The column is a multiple of Step beyond Offset.</summary>
internal sealed record StepShape(string Target, double Step, double Offset) : RuleShape;
