using CausalLoom.Estimation.Average;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Estimation.Average;

/// <summary>The critical value of simultaneous intervals against closed forms and a table; its own error is below .01.</summary>
public sealed class MaxTTests
{
    private const int Rows = 64;

    [Theory]
    [InlineData(2, 2.2365)]
    [InlineData(3, 2.3877)]
    [InlineData(6, 2.6310)]
    public void IndependentEstimatesHaveTheSidakValue(int estimates, double expected) =>
        // Φ⁻¹((1 + .95^(1/m))/2).
        Assert.Equal(expected, Critical([.. Enumerable.Range(1, estimates).Select(Wave)]), 0.02);

    [Fact]
    public void OneEstimateSeveralTimesHasItsOwnValueWhateverTheSignAndScale() =>
        Assert.Equal(1.96, Critical([Wave(1), [.. Wave(1).Select(v => -v)], [.. Wave(1).Select(v => 1000 * v)]]), 0.02);

    [Fact]
    public void EqualCorrelationsOfOneHalfHaveDunnettsValue() =>
        // Two-sided 5 % of three treatments against one control with infinite degrees of freedom (Dunnett 1964, table 2).
        Assert.Equal(2.349, Critical([.. Enumerable.Range(1, 3).Select(j => (double[])[.. Wave(j).Zip(Wave(9), (a, b) => a + b)])]), 0.02);

    [Fact]
    public void AllPairsOfFourLevelsHaveTukeysValue()
    {
        // q(.95; 4, ∞)/√2 = 3.633/√2: six linearly dependent differences of four independent means.
        double[][] means = [.. Enumerable.Range(1, 4).Select(Wave)];
        double[][] pairs = [.. Contrast.Pairs(4).Select(c => (double[])[.. means[c.Level].Zip(means[c.Reference], (a, b) => a - b)])];
        Assert.Equal(3.633 / Math.Sqrt(2), Critical(pairs), 0.02);
    }

    [Fact]
    public void RowsOfAClusterAreOneDraw()
    {
        // Within pairs of rows the second parts cancel: as sums the two estimates are one.
        double[] shared = Wave(1);
        int[] pairs = [.. Enumerable.Range(0, 2 * Rows).Select(i => i / 2)];
        double[] first = [.. pairs.Select(c => shared[c])],
            second = [.. pairs.Select((c, i) => shared[c] + (i % 2 == 0 ? 3 * Wave(2)[c] : -3 * Wave(2)[c]))];
        Assert.Equal(1.96, Critical([first, second], pairs), 0.02);
        Assert.InRange(Critical([first, second]), 2.15, 2.26);
    }

    private static double Critical(double[][] influence, int[]? clusters = null) =>
        MaxT.Critical(influence, clusters, RandomStream.Of(11));

    // Cosines of the discrete cosine transform: mean 0, orthogonal, of one length.
    private static double[] Wave(int frequency) =>
        [.. Enumerable.Range(0, Rows).Select(i => Math.Cos(Math.PI * frequency * (i + 0.5) / Rows))];
}
