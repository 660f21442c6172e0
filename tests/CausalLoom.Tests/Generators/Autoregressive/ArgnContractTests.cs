using CausalLoom.Generators;
using CausalLoom.Generators.Autoregressive.Argn;

namespace CausalLoom.Tests.Generators.Autoregressive;

public sealed class ArgnContractTests : GeneratorContract
{
    protected override ITabularGenerator Generator => new ArgnGenerator(new ArgnOptions { Members = 2, Epochs = 40, Hidden = 32 });
}
