using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Tests;

public sealed class RandomStreamTests
{
    [Fact]
    public void PhiloxGivesThePublishedKnownAnswers()
    {
        // Random123 kat_vectors, philox4x32 10.
        Assert.Equal((0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u), Philox.Block(0, 0, 0, 0, 0, 0));
        Assert.Equal((0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu), Philox.Block(~0u, ~0u, ~0u, ~0u, ~0u, ~0u));
        Assert.Equal((0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u),
            Philox.Block(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0));
    }

    [Fact]
    public void ChildrenDependOnTheirPathAlone()
    {
        RandomStream a = RandomStream.Of(7);
        a.NextDouble();
        RandomStream fresh = RandomStream.Of(7);
        Assert.Equal(fresh.Child("x").Child(3).NextUInt64(), a.Child("x").Child(3).NextUInt64());
        Assert.NotEqual(fresh.Child("x").NextUInt64(), fresh.Child("y").NextUInt64());
        Assert.NotEqual(fresh.Child("1").NextUInt64(), fresh.Child(1).NextUInt64());
        Assert.NotEqual(RandomStream.Of(7).NextUInt64(), RandomStream.Of(8).NextUInt64());
    }

    [Fact]
    public void NormalNumbersHaveTheirMoments()
    {
        // 200,000 draws; bounds at six standard errors: false-alarm rate below 1e-8.
        RandomStream stream = RandomStream.Of(11);
        const int n = 200_000;
        double sum = 0, squares = 0;
        for (int i = 0; i < n; i++)
        {
            double z = stream.NextNormal();
            sum += z;
            squares += z * z;
        }

        Assert.InRange(sum / n, -6 / Math.Sqrt(n), 6 / Math.Sqrt(n));
        Assert.InRange(squares / n, 1 - (6 * Math.Sqrt(2.0 / n)), 1 + (6 * Math.Sqrt(2.0 / n)));
    }

    [Fact]
    public void IntegersAreUniform()
    {
        RandomStream stream = RandomStream.Of(5);
        const int n = 70_000;
        int[] counts = new int[7];
        for (int i = 0; i < n; i++)
        {
            counts[stream.NextInt(7)]++;
        }

        double chi2 = counts.Sum(c => Math.Pow(c - (n / 7.0), 2) / (n / 7.0));
        Assert.True(chi2 < 45, $"chi-squared {chi2} on 6 degrees of freedom (false-alarm rate 5e-8)");
    }
}
