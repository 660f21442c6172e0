using System.Collections.Concurrent;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Generators;

/// <summary>
/// The fit that most promises of a contract are about: of each contract's generator to the mixed table from seed 1, made once. xunit makes
/// an object a test, and training is nearly all that a contract costs. Sharing is safe where <see cref="GeneratorContract"/> holds.
/// </summary>
internal static class ContractFits
{
    private static readonly ConcurrentDictionary<Type, Lazy<ITabularModel>> Fits = new();
    private static readonly ConcurrentDictionary<Type, Lazy<Table>> Samples = new();

    /// <summary>The table.</summary>
    internal static Table Mixed { get; } = ContractTables.Mixed(400);

    /// <summary>The fit of <paramref name="contract"/>'s generator.</summary>
    internal static ITabularModel Of(Type contract, ITabularGenerator generator) =>
        Fits.GetOrAdd(contract, _ => new(() => generator.Fit(Mixed, FitContext.ForSeed(1)))).Value;

    /// <summary>4,000 rows of that fit, from seed 6: for what is true of a large sample.</summary>
    internal static Table Sample(Type contract, ITabularGenerator generator) =>
        Samples.GetOrAdd(contract, _ => new(() => Of(contract, generator).Sample(4000, RandomStream.Of(6)))).Value;
}
