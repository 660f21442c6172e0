using CausalLoom.Data.Encoders;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Heads;

/// <summary>A network that draws coded rows from value and category heads and whose margins can be calibrated.</summary>
internal interface IHeadSampler
{
    HeadLayout Layout { get; }

    /// <summary>What is added to the category logits (<see cref="Margins.CategoryOffsets"/>).</summary>
    double[] Offsets { get; }

    /// <summary>The temperature of the categories' softmax.</summary>
    double Temperature { get; }

    ModeSpecificRows Draw(int rows, RandomStream stream);

    /// <summary>Category logits of draws, [block][draw × category].</summary>
    double[][] Logits(int rows, RandomStream stream);
}
