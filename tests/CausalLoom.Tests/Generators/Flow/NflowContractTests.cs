using CausalLoom.Generators;
using CausalLoom.Generators.Flow;

namespace CausalLoom.Tests.Generators.Flow;

public sealed class NflowContractTests : GeneratorContract
{
    protected override ITabularGenerator Generator => new NflowGenerator(new NflowOptions { Width = 48, Epochs = 40 });
}
