using CausalLoom.Generators;
using CausalLoom.Generators.Text;

namespace CausalLoom.Tests.Generators.Text;

public sealed class GreatContractTests : GeneratorContract
{
    // Weights begin at random here, so the settings are those of training a small network on 400 rows, not of fine-tuning: one
    // order of the columns, no dropout, short numbers, a learning rate a hundred times as large, and an end where it has fallen to 0.
    protected override ITabularGenerator Generator => new GreatGenerator(TinyCheckpoint.Random, new GreatOptions
    {
        LearningRate = 4e-3,
        Epochs = 20,
        BatchSize = 16,
        Dropout = 0,
        ValidationShare = 0,
        NumberCells = 20,
        RandomOrder = false,
    });
}
