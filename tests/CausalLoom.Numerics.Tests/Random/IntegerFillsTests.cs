using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Tests.Random;

public sealed class IntegerFillsTests
{
    // Bounds above 2^31 / 2 reject every second word, small ones almost none; streams begin within a block or at one.
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(800)]
    [InlineData((1 << 30) + 1)]
    [InlineData(int.MaxValue)]
    public void ManyAtOnceAreThoseOneAtATime(int bound)
    {
        foreach (int before in new[] { 0, 1, 3, 4 })
        {
            foreach (int count in new[] { 0, 1, 63, 64, 65, 1000 })
            {
                RandomStream single = RandomStream.Of(3), filled = RandomStream.Of(3);
                for (int i = 0; i < before; i++)
                {
                    Assert.Equal(single.NextUInt32(), filled.NextUInt32());
                }

                int[] numbers = new int[count];
                filled.FillInts(numbers, bound);
                Assert.Equal(Enumerable.Range(0, count).Select(_ => single.NextInt(bound)), numbers);
                Assert.Equal(single.NextUInt64(), filled.NextUInt64());
            }
        }
    }
}
