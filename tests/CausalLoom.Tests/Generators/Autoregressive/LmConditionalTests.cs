using CausalLoom.Generators;
using CausalLoom.Generators.Autoregressive.Lm;

namespace CausalLoom.Tests.Generators.Autoregressive;

public sealed class LmConditionalTests : ConditionalContract
{
    protected override ITabularGenerator Generator =>
        new LmGenerator(new LmOptions { Width = 32, Epochs = 40, Layers = 1, OrderShare = 0.2 });
}
