using System.Buffers.Binary;
using CausalLoom.Data.Formats;

namespace CausalLoom.Tests.Data.Formats;

public sealed class IbmFloatTests
{
    [Fact]
    public void EveryDoubleInRangeComesBackExactly()
    {
        Random random = new(7);
        byte[] bytes = new byte[8];
        int written = 0;
        for (int i = 0; i < 200_000; i++)
        {
            double value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            value = i % 2 == 0 ? value : Math.ScaleB(random.NextDouble() - 0.5, random.Next(-200, 200));
            if (double.IsFinite(value) && IbmFloat.TryWrite(bytes, value))
            {
                written++;
                Assert.Equal(value, IbmFloat.Read(bytes));
                Assert.Equal('\0', IbmFloat.Missing(bytes));
            }
        }

        Assert.True(written > 100_000);
    }

    // Bytes that haven 2.5.1 writes.
    [Theory]
    [InlineData(1.5, 0x4118000000000000)]
    [InlineData(-0.1, 0xC01999999999999A)]
    [InlineData(21974, 0x4455D60000000000)]
    [InlineData(3600, 0x43E1000000000000)]
    [InlineData(-1, 0xC110000000000000)]
    public void TheBytesAreThoseOfOthers(double value, ulong expected)
    {
        byte[] bytes = new byte[8];
        Assert.True(IbmFloat.TryWrite(bytes, value));
        Assert.Equal(expected, BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    [Fact]
    public void TheRangeEndsWhereItSays()
    {
        byte[] bytes = new byte[8];
        Assert.True(IbmFloat.TryWrite(bytes, IbmFloat.Largest) && IbmFloat.Read(bytes) == IbmFloat.Largest);
        Assert.True(IbmFloat.TryWrite(bytes, IbmFloat.Smallest) && IbmFloat.Read(bytes) == IbmFloat.Smallest);
        Assert.All([Math.BitIncrement(IbmFloat.Largest), Math.BitDecrement(IbmFloat.Smallest), double.NaN, double.PositiveInfinity],
            value => Assert.False(IbmFloat.TryWrite(bytes, value)));
    }

    [Theory]
    [InlineData((byte)'.', '.')]
    [InlineData((byte)'_', '_')]
    [InlineData((byte)'A', 'A')]
    [InlineData((byte)'Z', 'Z')]
    [InlineData((byte)'@', '\0')]
    public void SpecialMissingValuesAreALetterAndZeros(byte first, char letter) =>
        Assert.Equal(letter, IbmFloat.Missing([first, 0, 0, 0, 0, 0, 0, 0]));
}
