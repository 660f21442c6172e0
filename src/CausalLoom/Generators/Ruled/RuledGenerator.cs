using CausalLoom.Data;
using CausalLoom.Rules;

namespace CausalLoom.Generators.Ruled;

/// <summary>
/// Any generator, kept within rules (docs/rules.md): it learns the table without the columns that rules determine and with differences in
/// place of ordered ones, and what it draws is put back. Without a rule it is the generator itself, byte by byte.
/// </summary>
/// <param name="Inner">The generator.</param>
/// <param name="Rules">The rules, of which those count whose columns are in the table; null: those that are found in it.</param>
public sealed record RuledGenerator(ITabularGenerator Inner, IReadOnlyList<Rule>? Rules = null) : ITargetedGenerator
{
    /// <inheritdoc />
    public string Name => Inner.Name;

    /// <inheritdoc />
    public ITabularModel Fit(Table table, FitContext context) => Fit(table, [], context);

    /// <inheritdoc />
    public ITabularModel Fit(Table table, IReadOnlyList<TargetColumn> targets, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(context);
        Rule[] rules = [.. (Rules ?? RuleFinder.Find(table, context.Cancellation).Rules).Where(rule => rule.Fits(table))];
        if (rules.Length == 0)
        {
            return Learn(table, targets, context);
        }

        RuleEncoding encoding = RuleEncoding.Of(table, rules, [.. targets.Select(target => target.Name)]);
        return RuledModel.Of(Learn(encoding.Encode(table), targets, context), encoding);
    }

    private ITabularModel Learn(Table table, IReadOnlyList<TargetColumn> targets, FitContext context) =>
        targets.Count > 0 && Inner is ITargetedGenerator targeted ? targeted.Fit(table, targets, context) : Inner.Fit(table, context);
}
