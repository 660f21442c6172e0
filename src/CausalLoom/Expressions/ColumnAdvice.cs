using CausalLoom.Io;

namespace CausalLoom.Expressions;

/// <summary>What to write instead of a name that is no column's.</summary>
internal static class ColumnAdvice
{
    private const int Shown = 12;

    /// <summary>The advice for an error.</summary>
    /// <param name="source">The expression.</param>
    /// <param name="name">The name.</param>
    /// <param name="names">The columns there are.</param>
    /// <param name="what">What these are, such as "columns".</param>
    public static string For(ExpressionSource source, NameNode name, string[] names, string what)
    {
        string? broken = Array.Find(names, column =>
            !ExpressionLexer.IsName(column) && string.CompareOrdinal(source.Text, name.Start, column, 0, column.Length) == 0);
        if (broken is not null)
        {
            return $"write `{broken}` in backticks";
        }

        if (!name.Quoted && name.Name is "T" or "F")
        {
            return "write TRUE or FALSE in full";
        }

        string suggestion = Suggestion.For(name.Name, names);
        return suggestion.Length > 0
            ? $"did you mean{suggestion[" Did you mean".Length..]}"
            : $"the {what} are {CellText.List([.. names.Select(CellText.Show)], Shown)}";
    }
}
