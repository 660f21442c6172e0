using CausalLoom.Generators;
using CausalLoom.Generators.Vae;

namespace CausalLoom.Tests.Generators.Vae;

public sealed class TvaeContractTests : GeneratorContract
{
    protected override ITabularGenerator Generator =>
        new TvaeGenerator(new TvaeOptions { EncoderWidths = [64, 64], DecoderWidths = [64, 64], Epochs = 150 });
}
