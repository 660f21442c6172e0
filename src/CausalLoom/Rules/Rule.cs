using CausalLoom.Data;
using CausalLoom.Expressions;

namespace CausalLoom.Rules;

/// <summary>
/// A condition that holds in every row: text in the language of <see cref="RowExpression"/>. What it says is recognised from the text, and
/// decides how generators keep it. A row in which a missing value leaves open whether it holds does not break it, and numbers with decimals
/// are equal where they agree to half of the last decimal.
/// </summary>
public sealed class Rule
{
    private readonly RowExpression _expression;

    private Rule(RowExpression expression) => (_expression, Shape) = (expression, RuleReader.Read(expression.Tree));

    /// <summary>The condition.</summary>
    public string Text => _expression.Text;

    /// <summary>The columns it ties.</summary>
    public IReadOnlyList<string> Columns => _expression.Columns;

    /// <summary>What it says.</summary>
    public RuleKind Kind => Shape switch
    {
        OrderShape => RuleKind.Order,
        SumShape => RuleKind.Sum,
        ProductShape => RuleKind.Product,
        FlagShape => RuleKind.Flag,
        ImplicationShape => RuleKind.Implication,
        ValuesShape => RuleKind.Values,
        StepShape => RuleKind.Step,
        _ => RuleKind.Other,
    };

    /// <summary>What it was recognised as, or null.</summary>
    internal RuleShape? Shape { get; }

    /// <summary>Parses a rule.</summary>
    /// <param name="text">The condition.</param>
    /// <param name="source">Where it is from: errors begin with it.</param>
    /// <exception cref="CausalLoomException">It is no condition; the message says at which character.</exception>
    public static Rule Parse(string text, string source = "rule") => new(RowExpression.Parse(text, source));

    /// <summary>Whether all its columns are in a table.</summary>
    public bool Fits(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Columns.All(table.Contains);
    }

    /// <summary>The rows that break it.</summary>
    /// <exception cref="CausalLoomException">It does not fit the table.</exception>
    public bool[] Broken(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return RuleCheck.Broken(Shape, table) ?? Array.ConvertAll(_expression.Holds(table, anyLevel: true), holds => holds == false);
    }

    /// <summary>How many rows break it.</summary>
    /// <exception cref="CausalLoomException">It does not fit the table.</exception>
    public int CountBroken(Table table) => Broken(table).Count(broken => broken);

    /// <inheritdoc />
    public override string ToString() => Text;
}
