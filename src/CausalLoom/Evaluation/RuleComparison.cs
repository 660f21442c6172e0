using CausalLoom.Data;
using CausalLoom.Rules;

namespace CausalLoom.Evaluation;

/// <summary>Counts the synthetic rows that break what no real row breaks, held-out ones included.</summary>
internal static class RuleComparison
{
    /// <summary>The counts, worst first.</summary>
    /// <param name="real">The real rows.</param>
    /// <param name="synthetic">The synthetic rows.</param>
    /// <param name="holdout">Real rows that show which conditions held by chance, or null.</param>
    /// <param name="rules">The conditions; null: those found in the real rows.</param>
    /// <param name="cancellation">Observed between searches.</param>
    public static RuleMetrics Measure(CausalData real, CausalData synthetic, CausalData? holdout, IReadOnlyList<Rule>? rules,
        CancellationToken cancellation)
    {
        Table table = Whole(real), other = Whole(synthetic);
        FoundRules found = rules is null ? RuleFinder.Find(table, cancellation) : new FoundRules(rules, 0, 0);
        Rule[] kept = [.. found.Rules.Where(rule => rule.Fits(table) && rule.CountBroken(table) == 0
            && (holdout is null || rule.CountBroken(Whole(holdout)) == 0))];
        bool[] any = new bool[other.Rows];
        List<RuleBreaks> counts = [];
        foreach (Rule rule in kept)
        {
            bool[] broken = rule.Broken(other);
            for (int i = 0; i < any.Length; i++)
            {
                any[i] |= broken[i];
            }

            int count = broken.Count(one => one);
            counts.Add(new RuleBreaks(rule.Text, count, (double)count / other.Rows));
        }

        return new RuleMetrics((double)any.Count(one => one) / other.Rows, found.FalseDiscoveryRate, found.Tried,
            [.. counts.OrderByDescending(one => one.Broken)]);
    }

    private static Table Whole(CausalData data) => data.Covariates.With(data.Treatment.ToColumn(), data.OutcomeColumn);
}
