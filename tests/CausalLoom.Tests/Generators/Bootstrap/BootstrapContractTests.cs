using CausalLoom.Generators;
using CausalLoom.Generators.Bootstrap;

namespace CausalLoom.Tests.Generators.Bootstrap;

public sealed class BootstrapContractTests : GeneratorContract
{
    protected override ITabularGenerator Generator => new BootstrapGenerator();
}
