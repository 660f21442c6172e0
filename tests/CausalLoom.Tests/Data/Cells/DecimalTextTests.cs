using System.Globalization;
using System.Text;
using CausalLoom.Data.Cells;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Data.Cells;

/// <summary>Our reading of plain numbers is the runtime's, to the bit.</summary>
public sealed class DecimalTextTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("0.1")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("123456789012345678")]
    [InlineData("9007199254740993.0")]
    [InlineData("0.00000000000000000000000000000000000000000000000000000000000001")]
    [InlineData("1.7976931348623157e308")]
    [InlineData("2.2250738585072014e-308")]
    [InlineData("5e-324")]
    [InlineData("4.9406564584124654e-324")]
    [InlineData("9223372036854775807.5")]
    [InlineData("89255.000000000000000000000000000000000000001")]
    [InlineData("9007199254740991.5")]
    [InlineData("1e23")]
    [InlineData("8.5e22")]
    [InlineData("0000000000000000000000000001.5")]
    public void ANumberIsTheNearestDouble(string text) => Same(text);

    [Fact]
    public void RandomNumbersAreTheNearestDoubles()
    {
        RandomStream stream = RandomStream.Of(7);
        for (int i = 0; i < 200_000; i++)
        {
            ulong high = (ulong)stream.NextInt(int.MaxValue) << 33, low = (ulong)stream.NextInt(int.MaxValue) << 2;
            double bits = BitConverter.UInt64BitsToDouble(high ^ low ^ (uint)stream.NextInt(4));
            if (double.IsFinite(bits))
            {
                Same(bits.ToString(i % 2 == 0 ? "R" : "E" + (i % 19), CultureInfo.InvariantCulture));
            }

            Same(stream.NextNormal().ToString("R", CultureInfo.InvariantCulture));
        }
    }

    private static void Same(string text)
    {
        Assert.True(CellValue.TryNumber(Encoding.UTF8.GetBytes(text), out CellValue value, out _), text);
        double expected = double.Parse(text, CultureInfo.InvariantCulture);
        Assert.True(BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(value.Number), text);
    }
}
