using CausalLoom.Data;
using CausalLoom.Io;

namespace CausalLoom.Expressions;

/// <summary>
/// A condition on the rows of a table as text in R's language, such as <c>age &gt;= 18 &amp; !is.na(bmi)</c>: parsed first, which needs no
/// table, then asked of as many tables as wanted. Its language is that of the sandbox's knobs without learners (docs/sandbox-knobs.md).
/// </summary>
public sealed class RowExpression
{
    private readonly ExpressionSource _source;

    private RowExpression(ExpressionSource source, ExpressionNode tree)
    {
        (_source, Tree) = (source, tree);
        Columns = [.. ExpressionFunctions.All(tree).OfType<NameNode>().OrderBy(name => name.Start).Select(name => name.Name).Distinct()];
    }

    /// <summary>The expression as it was written.</summary>
    public string Text => _source.Text;

    /// <summary>The names it holds, in the order of their first occurrence: its columns, and perhaps <c>pi</c>.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>What it is made of.</summary>
    internal ExpressionNode Tree { get; }

    /// <summary>Parses a condition.</summary>
    /// <param name="text">The condition.</param>
    /// <param name="source">Whose it is, such as "‹where›": errors begin with it.</param>
    /// <exception cref="CausalLoomException">It is none; the message quotes it and says at which character.
    /// <see cref="ExpressionProblem.Of"/> gives the place to programs.</exception>
    public static RowExpression Parse(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(source);
        ExpressionSource whose = new(source, text);
        ExpressionNode tree = ExpressionParser.Parse(whose);
        ExpressionFunctions.Check(whose, tree, ExpressionCalls.Names());
        RequireCondition(whose, tree);
        return new RowExpression(whose, tree);
    }

    /// <summary>Whether it holds of each row; null where a missing value leaves that open, as NA does in R.</summary>
    /// <exception cref="CausalLoomException">It does not fit the table: a column that is not there, a level that a column does not
    /// have.</exception>
    public bool?[] Holds(Table table) => Holds(table, anyLevel: false);

    /// <summary>As <see cref="Holds(Table)"/>; with <paramref name="anyLevel"/> no row has a level that its column lacks.</summary>
    internal bool?[] Holds(Table table, bool anyLevel)
    {
        ArgumentNullException.ThrowIfNull(table);
        TableScope scope = new(_source, table, anyLevel);
        if (Tree is NameNode name && scope.Column(name).Kind == ExpressionColumnKind.Number)
        {
            throw NoCondition(_source, name);
        }

        double[] values = ExpressionBinder.Bind(_source, Tree, scope).Evaluate(table);
        return Array.ConvertAll(values, value => double.IsNaN(value) ? (bool?)null : value != 0);
    }

    // A column may be of truth values, which is seen when there is a table.
    private static void RequireCondition(ExpressionSource source, ExpressionNode node)
    {
        switch (node)
        {
            case TextNode:
            case UnaryNode { Operator: "-" or "+" }:
            case BinaryNode { Operator: "+" or "-" or "*" or "/" or "^" }:
            case CallNode { Function.Name: not ("is.na" or "ifelse") }:
                throw NoCondition(source, node);
        }
    }

    private static CausalLoomException NoCondition(ExpressionSource source, ExpressionNode node) =>
        source.Error(node, "this is a value and no condition", "compare it with another, such as … > 0");
}
