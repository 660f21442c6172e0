using CausalLoom.Generators;
using CausalLoom.Generators.Forest;

namespace CausalLoom.Tests.Generators.Forest;

public sealed class ArfContractTests : GeneratorContract
{
    protected override ITabularGenerator Generator => new ArfGenerator();
}
