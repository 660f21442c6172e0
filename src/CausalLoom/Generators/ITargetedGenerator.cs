using CausalLoom.Data;

namespace CausalLoom.Generators;

/// <summary>A generator that can give some columns separate heads and loss weights, in an order of their own.</summary>
public interface ITargetedGenerator : ITabularGenerator
{
    /// <summary>Learns a table whose last columns in the order of generation are the targets, in their order.</summary>
    /// <exception cref="CausalLoomException">The table cannot be learned from; the message says why.</exception>
    ITabularModel Fit(Table table, IReadOnlyList<TargetColumn> targets, FitContext context);
}
