using CausalLoom.Evaluation;
using CausalLoom.Evaluation.Outcome;

namespace CausalLoom.Tests.Evaluation.Outcome;

public sealed class UPeheTests
{
    [Fact]
    public void APartIsTheRootOfTheMeanSquaredDifference()
    {
        // Differences 3, −4, 0, 5: mean square 50/4.
        Assert.Equal(Math.Sqrt(12.5), UPehe.Part([1, 2, 7, -1], [-2, 6, 7, -6]), 15);
        Assert.Equal(0, UPehe.Part([1, 2], [1, 2]));
    }

    [Fact]
    public void ItIsSymmetricAndInOutcomeUnits()
    {
        double[] real = [0.5, -1, 2], synthetic = [0.25, 1, 2.5];
        Assert.Equal(UPehe.Part(real, synthetic), UPehe.Part(synthetic, real));
        Assert.Equal(8 * UPehe.Part(real, synthetic), UPehe.Part([.. real.Select(v => 8 * v)], [.. synthetic.Select(v => 8 * v)]), 14);
    }

    [Fact]
    public void TheWholeIsTheMeanOfTheFourParts() => Assert.Equal(2.5, UPehe.Of(new LearnerPehe(1, 2, 3, 4)));

    [Fact]
    public void SidesOfDifferentRowsAreNoSides() => Assert.Throws<ArgumentException>(() => UPehe.Part([1, 2], [1]));
}
