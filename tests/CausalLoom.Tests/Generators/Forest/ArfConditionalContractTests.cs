using CausalLoom.Generators;
using CausalLoom.Generators.Forest;

namespace CausalLoom.Tests.Generators.Forest;

public sealed class ArfConditionalContractTests : ConditionalContract
{
    protected override ITabularGenerator Generator => new ArfGenerator(new ArfOptions { Trees = 40 });
}
