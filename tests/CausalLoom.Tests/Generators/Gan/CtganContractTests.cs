using CausalLoom.Generators;
using CausalLoom.Generators.Gan;

namespace CausalLoom.Tests.Generators.Gan;

public sealed class CtganContractTests : GeneratorContract
{
    protected override ITabularGenerator Generator => new CtganGenerator(new CtganOptions
    {
        NoiseSize = 16,
        GeneratorWidths = [64, 64],
        CriticWidths = [64, 64],
        BatchSize = 120,
        Pack = 4,
        CriticSteps = 1,
        Steps = 400,
        MinimumSteps = 200,
        GeneratorRate = 1e-3,
        CriticRate = 1e-3,
    });
}
