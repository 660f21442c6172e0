using CausalLoom.Data;
using CausalLoom.Overlap;

namespace CausalLoom.Tests.Overlap;

/// <summary>Whom one may not borrow from, and how donors come to have the data's columns.</summary>
public sealed class DonorPoolTests
{
    private static readonly CausalData Data = OverlapData.Of("poor", 120, 1), Trial = OverlapData.Of("randomized", 200, 2);

    [Fact]
    public void TheDataThemselvesAreNoDonors()
    {
        Assert.Contains("no new information", Refused(Data, DonorOrigin.Real), StringComparison.Ordinal);

        // Also in another order, and a bootstrap of them.
        Assert.Contains("120 of 120", Refused(Data.Take([.. Enumerable.Range(0, 120).Reverse()]), DonorOrigin.Synthetic),
            StringComparison.Ordinal);
        Assert.Contains("rows of the data", Refused(Data.Take([.. Enumerable.Range(0, 300).Select(i => i * 7 % 120)]), DonorOrigin.Real),
            StringComparison.Ordinal);
    }

    [Fact]
    public void DonorsFromAModelOfTheDataNeedLeave()
    {
        Assert.Contains("‹allow-self›", Refused(Trial, DonorOrigin.Self), StringComparison.Ordinal);
        DonorPool pool = DonorPool.Of(Data, Trial, DonorOrigin.Self, allowSelf: true);
        Assert.Contains(pool.Warnings, w => w.Contains("no new information", StringComparison.Ordinal));
        Assert.Empty(DonorPool.Of(Data, Trial, DonorOrigin.Real).Warnings);
    }

    [Fact]
    public void AFewCopiesAreLeftOutAndCounted()
    {
        CausalData mixed = OverlapAugmenter.Below(Data.Take([3, 5, 8]), Trial);
        DonorPool pool = DonorPool.Of(Data, mixed, DonorOrigin.Real);
        Assert.Equal(200, pool.Data.Rows);
        Assert.Equal(3, pool.Rows[0]);
        Assert.Equal(Trial.Outcome, pool.Data.Outcome);
        Assert.Contains("3 of 203", Assert.Single(pool.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void EqualRowsOfCoarseDataAreNoCopies()
    {
        // Two binary covariates: every row has its like in any other sample.
        CausalData Coarse(CausalData d) => CausalData.From(
            d.Covariates.Select(["W1", "W2"]).With(new BinaryColumn("A", d.Treatment.Codes, ["0", "1"]), d.OutcomeColumn), "A", "Y");
        Assert.Equal(200, DonorPool.Of(Coarse(Data), Coarse(Trial), DonorOrigin.Real).Data.Rows);
    }

    [Fact]
    public void DonorsTakeTheDatasLevelsAndTypes()
    {
        Table real = new([new CategoricalColumn("c", [0, 1, 2, 0], ["a", "b", "z"]), new IntegerColumn("k", [1, 2, 3, 4]),
            new BinaryColumn("w", [0, 1, 0, 1], ["no", "yes"]), new ContinuousColumn("y", [1, 2, 3, 4])]);
        Table donors = new([new ContinuousColumn("y", [9, 8, 7, 6]), new BinaryColumn("w", [0, 1, 0, 1], ["yes", "no"]),
            new ContinuousColumn("k", [5, 6, 7, double.NaN]), new BinaryColumn("c", [0, 1, 1, 0], ["z", "a"])]);
        DonorPool pool = DonorPool.Of(CausalData.From(real, "w", "y"), CausalData.From(donors, "w", "y"), DonorOrigin.Real);
        Assert.Equal([1, 0, 1, 0], pool.Data.Treatment);
        Assert.Equal([2, 0, 0, 2], ((CategoricalColumn)pool.Data.Covariates["c"]).Codes);
        Assert.Equal(3, Assert.IsType<IntegerColumn>(pool.Data.Covariates["k"]).Values.Count(v => v > 0));
    }

    [Theory]
    [InlineData("x", "1")]
    [InlineData("a", "1.5")]
    public void ValuesTheDataCannotHoldAreRefused(string level, string number)
    {
        Table real = new([new CategoricalColumn("c", [0, 1, 2, 0], ["a", "b", "z"]), new IntegerColumn("k", [1, 2, 3, 4]),
            new BinaryColumn("w", [0, 1, 0, 1], ["0", "1"]), new ContinuousColumn("y", [1, 2, 3, 4])]);
        double k = double.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
        Table donors = new([new CategoricalColumn("c", [0, 1, 0, 1], ["b", level]), new ContinuousColumn("k", [k, 2, 3, 4]),
            new BinaryColumn("w", [0, 1, 0, 1], ["0", "1"]), new ContinuousColumn("y", [1, 2, 3, 5])]);
        CausalLoomException e = Assert.Throws<CausalLoomException>(() =>
            DonorPool.Of(CausalData.From(real, "w", "y"), CausalData.From(donors, "w", "y"), DonorOrigin.Real));
        Assert.Contains(level == "x" ? "'x'" : "1.5", e.Message, StringComparison.Ordinal);
    }

    private static string Refused(CausalData donors, DonorOrigin origin) =>
        Assert.Throws<CausalLoomException>(() => DonorPool.Of(Data, donors, origin)).Message;
}
