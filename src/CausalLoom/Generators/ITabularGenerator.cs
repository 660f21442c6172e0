using CausalLoom.Data;

namespace CausalLoom.Generators;

/// <summary>A way to learn a table's joint law: an options record plus a fit.</summary>
public interface ITabularGenerator
{
    /// <summary>The name on the command line, such as "tvae".</summary>
    string Name { get; }

    /// <summary>
    /// Learns the law of a table, missing values included (their rate and pattern are part of it).
    /// </summary>
    /// <exception cref="CausalLoomException">The table cannot be learned from; the message says why.</exception>
    ITabularModel Fit(Table table, FitContext context);
}
