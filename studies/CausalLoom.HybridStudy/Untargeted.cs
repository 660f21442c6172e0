using CausalLoom.Data;
using CausalLoom.Generators;

namespace CausalLoom.HybridStudy;

/// <summary>
/// A generator to which treatment and outcome are columns like all others: no place of their own in the order, no weights.
/// </summary>
internal sealed record Untargeted(ITabularGenerator Inner) : ITabularGenerator
{
    /// <inheritdoc />
    public string Name => Inner.Name;

    /// <inheritdoc />
    public ITabularModel Fit(Table table, FitContext context) => Inner.Fit(table, context);
}
