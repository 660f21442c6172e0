using CausalLoom.Generators;
using CausalLoom.Generators.Autoregressive.Argn;

namespace CausalLoom.Tests.Generators.Autoregressive;

public sealed class ArgnConditionalTests : ConditionalContract
{
    protected override ITabularGenerator Generator => new ArgnGenerator(new ArgnOptions { Members = 1, Epochs = 40, Hidden = 32 });
}
