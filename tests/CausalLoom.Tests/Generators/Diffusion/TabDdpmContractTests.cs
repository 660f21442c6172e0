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
        MaxSteps = 400,
        MinimumSteps = 200,
        SamplingSteps = 20,
    });
}
