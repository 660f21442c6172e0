using CausalLoom.Generators;
using CausalLoom.Generators.Diffusion;

namespace CausalLoom.Tests.Generators.Diffusion;

public sealed class TabDdpmConditionalTests : ConditionalContract
{
    protected override ITabularGenerator Generator => new TabDdpmGenerator(new TabDdpmOptions
    {
        Widths = [64, 64],
        Projection = 64,
        TimeEmbedding = 32,
        MaxSteps = 1500,
        MinimumSteps = 1500,
        SamplingSteps = 20,
        ConditionalShare = 0.5,
        Members = 1,
    });
}
