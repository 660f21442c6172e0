using CausalLoom.Generators;
using CausalLoom.Generators.CausalMix;

namespace CausalLoom.Tests.Generators.CausalMix;

public sealed class CausalMixContractTests : GeneratorContract
{
    protected override ITabularGenerator Generator =>
        new CausalMixGenerator(new CausalMixOptions { Widths = [64], Schedule = new TrainingSchedule { Epochs = 150 } });
}
