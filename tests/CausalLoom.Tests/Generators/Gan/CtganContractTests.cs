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
        Steps = 500,
        MinimumSteps = 500,
        DecayLearningRate = false,
        Averaging = 0.98,
    });
}
