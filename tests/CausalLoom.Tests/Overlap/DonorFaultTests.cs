using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Overlap;

namespace CausalLoom.Tests.Overlap;

/// <summary>Donors that are the data's own rows with a little noise, and columns in other units.</summary>
public sealed class DonorFaultTests
{
    private static readonly CausalData Data = OverlapData.Of("poor", 200, 1), Trial = OverlapData.Of("randomized", 400, 2);

    [Theory]
    [InlineData("noise")]
    [InlineData("rounding")]
    public void RowsWithALittleNoiseAreNamedAndLeftOut(string how)
    {
        CausalData mixed = OverlapAugmenter.Below(Changed(Data.Take([.. Enumerable.Range(0, 60)]), how), Trial);
        DonorPool pool = DonorPool.Of(Data, mixed, DonorOrigin.Real);
        Assert.InRange(pool.NearCopies, 54, 62);
        Assert.Equal(0, pool.Copies);
        Assert.Equal(460 - pool.NearCopies, pool.Data.Rows);
        Assert.True(pool.Rows.Count(row => row < 60) < 6);
        Assert.Contains($"{pool.NearCopies} of 460", Assert.Single(pool.Warnings), StringComparison.Ordinal);

        // Most of them: no donors at all.
        CausalLoomException e = Assert.Throws<CausalLoomException>(() => DonorPool.Of(Data, Changed(Data, how), DonorOrigin.Synthetic));
        Assert.Contains("but for rounding or noise", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void NewRowsOfTheSameLawAreNoCopiesHoweverCoarse(int decimals)
    {
        foreach (int seed in new[] { 1, 2, 3 })
        {
            DonorPool pool = DonorPool.Of(Coarse(200, seed, decimals), Coarse(1000, 100 + seed, decimals), DonorOrigin.Real);
            Assert.Equal((0, 1000), (pool.NearCopies, pool.Data.Rows + pool.Copies));
        }

        Assert.Equal(0, DonorPool.Of(Data, Trial, DonorOrigin.Real).NearCopies);
        CausalData numeric = OverlapData.Numeric(300, 1);
        Assert.Equal(0, DonorPool.Of(numeric, OverlapData.Numeric(900, 2), DonorOrigin.Real).NearCopies);
    }

    [Theory]
    [InlineData(0.01, 0, "as of centimetres and metres")]
    [InlineData(12, 0, "as of months and years")]
    [InlineData(2.2046, 0, "as of pounds and kilograms")]
    [InlineData(1.8, 32, "as of Fahrenheit and Celsius")]
    [InlineData(1, 1900, "looks like the data's plus")]
    public void AColumnInAnotherUnitIsNamed(double factor, double shift, string text)
    {
        CausalData data = People(300, 1, 1, 0), donors = People(500, 2, factor, shift);
        DonorPool pool = DonorPool.Of(data, donors, DonorOrigin.Real);
        RescaledColumn column = Assert.Single(pool.Rescaled);
        Assert.Equal("size", column.Name);
        Assert.InRange(column.Factor / factor, 0.85, 1.2);
        Assert.InRange(column.Shift, shift - 5, shift + 5);
        Assert.Contains(text, column.Text, StringComparison.Ordinal);
        Assert.Contains(column.Text, pool.Warnings);
    }

    [Fact]
    public void AnotherPopulationInTheSameUnitIsNotRescaled()
    {
        Assert.Empty(DonorPool.Of(Data, Trial, DonorOrigin.Real).Rescaled);
        Assert.Empty(DonorPool.Of(People(300, 1, 1, 0), People(500, 2, 1.3, -15), DonorOrigin.Real).Rescaled);
    }

    private static CausalData Changed(CausalData data, string how)
    {
        RandomStream stream = RandomStream.Of(5);
        Column[] columns = [.. data.Covariates.Columns.Select(c => c is ContinuousColumn number ? new ContinuousColumn(c.Name,
            Array.ConvertAll(number.Values, v => how == "noise" ? v + (1e-3 * stream.NextNormal()) : Math.Round(v, 2))) : c)];
        return CausalData.From(new Table([.. columns, data.Treatment.ToColumn(), data.OutcomeColumn]), "A", "Y");
    }

    private static CausalData Coarse(int rows, long seed, int decimals)
    {
        RandomStream stream = RandomStream.Of(seed);
        double Cell() => Math.Round(stream.NextNormal() + 5, decimals);
        double[] a = [.. Enumerable.Range(0, rows).Select(_ => Cell())], y = [.. Enumerable.Range(0, rows).Select(_ => Cell())];
        int[] w = [.. Enumerable.Range(0, rows).Select(i => i % 2)];
        return CausalData.From(
            new Table([new ContinuousColumn("a", a), new BinaryColumn("w", w, ["0", "1"]), new ContinuousColumn("y", y)]), "w", "y");
    }

    private static CausalData People(int rows, long seed, double factor, double shift)
    {
        RandomStream stream = RandomStream.Of(seed);
        double[] size = [.. Enumerable.Range(0, rows).Select(_ => (factor * (70 + (8 * stream.NextNormal()))) + shift)],
            y = [.. Enumerable.Range(0, rows).Select(_ => stream.NextNormal())];
        int[] w = [.. Enumerable.Range(0, rows).Select(i => i % 2)];
        return CausalData.From(
            new Table([new ContinuousColumn("size", size), new BinaryColumn("w", w, ["0", "1"]), new ContinuousColumn("y", y)]), "w", "y");
    }
}
