using CausalLoom.Data;

namespace CausalLoom.Rules;

/// <summary>
/// Finds the conditions that no row of a table breaks and that chance does not explain (docs/rules.md): orders, sums, products, flags of
/// limits, implications between levels, zeros and missing values, sets of values, steps. Each that holds has a probability of holding by
/// chance given the columns' own distributions; Benjamini and Hochberg's rule over all that were tried keeps those below the stated rate.
/// </summary>
public static class RuleFinder
{
    /// <summary>The false-discovery rate: 1 %.</summary>
    public const double FalseDiscoveryRate = 0.01;

    private const int MinimumRows = 20;

    /// <summary>Rules are looked for between so many columns, the first.</summary>
    public const int MostColumns = RuleColumns.Most;

    /// <summary>The rules of a table.</summary>
    public static FoundRules Find(Table table, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        RuleCandidates candidates = new();
        if (table.Rows < MinimumRows)
        {
            return new FoundRules([], FalseDiscoveryRate, 0);
        }

        // What is a function of other columns needs no further rules: each search leaves out the columns that those before it explain.
        RuleColumns columns = RuleColumns.Of(table);
        foreach (Action<RuleColumns, RuleCandidates> search in (Action<RuleColumns, RuleCandidates>[])
            [EqualitySearch.Run, SumSearch.Run, ProductSearch.Run, FlagSearch.Run, OrderSearch.Run, GridSearch.Run, ImplicationSearch.Run])
        {
            cancellation.ThrowIfCancellationRequested();
            search(columns, candidates);
        }

        return new FoundRules([.. candidates.Kept(FalseDiscoveryRate).Select(text => Rule.Parse(text))], FalseDiscoveryRate,
            candidates.Tried);
    }
}
