using CausalLoom.Generators;
using CausalLoom.Generators.Diffusion;

namespace CausalLoom.Tests.Generators.Diffusion;

public sealed class TabDdpmContractTests : GeneratorContract
{
    protected override ITabularGenerator Generator => new TabDdpmGenerator(new TabDdpmOptions
    {
        Widths = [64, 64],
        Projection = 64,
        TimeEmbedding = 32,
        MaxSteps = 800,
        MinimumSteps = 800,
        SamplingSteps = 20,
    });
}
