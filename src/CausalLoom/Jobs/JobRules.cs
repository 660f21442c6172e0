using CausalLoom.Data;
using CausalLoom.Io;
using CausalLoom.Rules;

namespace CausalLoom.Jobs;

/// <summary>The rules that a schema lists, for the columns that are modelled.</summary>
internal static class JobRules
{
    /// <summary>The rules; null where the schema says nothing of them, so that they are looked for.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="table">The columns that are modelled.</param>
    /// <param name="context">Hears of rules that are left out, and of those that the rows break.</param>
    /// <exception cref="CausalLoomException">One is no condition, or names a column that there is not.</exception>
    public static IReadOnlyList<Rule>? Of(Schema schema, Table table, JobContext? context = null)
    {
        if (schema.Rules is not { } texts)
        {
            return null;
        }

        List<Rule> rules = [];
        foreach (Rule rule in texts.Select(text => Rule.Parse(text, "rule")))
        {
            if (rule.Columns.FirstOrDefault(name => !table.Contains(name) && schema.Find(name) is not null) is { } left)
            {
                context?.Say(JobMessageKind.Note, $"the rule {CellText.Show(rule.Text)} is left out, as "
                    + $"{CellText.Show(left)} is not modelled");
                continue;
            }

            if (rule.CountBroken(table) is int broken and > 0)
            {
                context?.Say(JobMessageKind.Warning, FormattableString.Invariant(
                    $"{broken} of {table.Rows} rows break the rule {CellText.Show(rule.Text)}; it is kept in synthetic rows all the same"));
            }

            rules.Add(rule);
        }

        return rules;
    }
}
