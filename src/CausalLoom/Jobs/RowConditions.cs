using CausalLoom.Data;
using CausalLoom.Expressions;

namespace CausalLoom.Jobs;

/// <summary>Conditions on rows as a person writes them.</summary>
public static class RowConditions
{
    /// <summary>A condition such as <c>age &gt;= 18 &amp; sex == "F"</c> (docs/data.md).</summary>
    /// <exception cref="CausalLoomException">It is none; the message points at the character.</exception>
    public static RowFilter Of(string text)
    {
        RowExpression condition = RowExpression.Parse(text, "‹where›");
        return new RowFilter(text, condition.Columns, table => condition.Holds(table));
    }
}
