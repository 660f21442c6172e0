using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Overlap;
using CausalLoom.Overlap.Agreement;

namespace CausalLoom.Tests.Overlap;

/// <summary>
/// Donors whose outcomes disagree with the data's are found and named for what they are; those that agree are not. Seeds are fixed; powers
/// and false alarms over hundreds of draws stand in docs/evidence/augment.md.
/// </summary>
public sealed class DonorAgreementTests
{
    private static readonly CausalData Data = Draw(300, 1, donors: false);

    [Fact]
    public void DonorsOfTheSameLawAgreeWhateverTheirCovariates()
    {
        DonorAgreement found = Of(Data, Draw(900, 2, donors: true));
        Assert.Equal(AgreementVerdict.Agree, found.Verdict);
        Assert.True(found.P > DonorAgreement.Level);
        Assert.Empty(found.Found);
        Assert.Empty(found.Warning);
        Assert.Equal(["0", "1"], found.Arms.Select(a => a.Arm));
        Assert.All(found.Arms, arm =>
        {
            Assert.Equal(AgreementVerdict.Agree, arm.Verdict);
            Assert.InRange(arm.DataRows, 50, 250);
            Assert.True(arm.DonorRows > arm.DataRows);
        });
    }

    [Theory]
    [InlineData("mean", DisagreementKind.Mean, 0.7, "higher on average")]
    [InlineData("slope", DisagreementKind.Slope, -2, "fall by")]
    [InlineData("spread", DisagreementKind.Spread, 3, "scatter")]
    [InlineData("half", DisagreementKind.Value, 0.5, "outcome 1 is more frequent")]
    public void WhatIsWrongIsNamedWithItsSize(string fault, DisagreementKind kind, double size, string text)
    {
        DonorAgreement found = Of(Data, Draw(900, 2, donors: true, fault));
        Assert.Equal(AgreementVerdict.Differ, found.Verdict);
        Assert.Equal(kind, found.Found[0].Kind);
        Assert.InRange(found.Found[0].Size, size - (0.4 * Math.Abs(size)), size + (0.4 * Math.Abs(size)));
        Assert.Contains(text, found.Warning, StringComparison.Ordinal);
        Assert.Null(found.Found[0].Arm);
        if (fault == "slope")
        {
            Assert.Equal("x", found.Found[0].Of);
        }
    }

    [Fact]
    public void AFaultInOneArmIsOfThatArm()
    {
        DonorAgreement found = Of(Data, Draw(900, 2, donors: true, "treated"));
        Assert.Equal(("1", DisagreementKind.Mean), (found.Found[0].Arm, found.Found[0].Kind));
        Assert.Equal([AgreementVerdict.Agree, AgreementVerdict.Differ], found.Arms.Select(a => a.Verdict));
        Assert.Contains("in arm '1'", found.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void HalfTheEventsOverwrittenAreFoundInRisks()
    {
        CausalData data = OverlapData.Of("soft", 300, 1), trial = OverlapData.Of("randomized", 900, 2);
        Assert.Equal(AgreementVerdict.Agree, Of(data, trial).Verdict);
        RandomStream stream = RandomStream.Of(3);
        int[] codes = [.. trial.Outcome.Select(y => stream.NextBernoulli(0.5) ? 1 : (int)y)];
        CausalData bad = CausalData.From(trial.Covariates.With(trial.Treatment.ToColumn(),
            new BinaryColumn(trial.OutcomeColumn.Name, codes, ((BinaryColumn)trial.OutcomeColumn).Levels)), "A", "Y");
        DonorAgreement found = Of(data, bad);
        Assert.Equal(DisagreementKind.Mean, found.Found[0].Kind);
        Assert.InRange(found.Found[0].Size, 0.05, 0.4);
    }

    [Fact]
    public void WithFewRowsSideBySideItCannotBeTold()
    {
        DonorAgreement few = Of(Data.Take([.. Data.Treatment.RowsOf(0).Take(9), .. Data.Treatment.RowsOf(1).Take(8)]),
            Draw(200, 2, donors: true, "mean"));
        Assert.Equal(AgreementVerdict.CannotTell, few.Verdict);
        Assert.Contains("cannot be told", few.Warning, StringComparison.Ordinal);
        Assert.All(few.Arms, arm => Assert.Equal((AgreementVerdict.CannotTell, null), (arm.Verdict, arm.Largest)));

        // Many of both, but nowhere in the same place.
        CausalData far = Draw(400, 2, donors: true);
        far = CausalData.From(far.Covariates.Without("x").With(
            new ContinuousColumn("x", [.. far.Covariates["x"].ToNumbers().Select(v => v + 30)]), far.Treatment.ToColumn(),
            far.OutcomeColumn), "w", "y");
        Assert.Equal(AgreementVerdict.CannotTell, Of(Data, far).Verdict);
    }

    [Fact]
    public void ThreadsChangeNothingAndSeedsMoveOnlyChance()
    {
        CausalData donors = Draw(500, 2, donors: true);
        DonorPool pool = DonorPool.Of(Data, donors, DonorOrigin.Real);
        DonorAgreement one = DonorAgreement.Of(Data, pool, FitContext.ForSeed(1, threads: 1)),
            three = DonorAgreement.Of(Data, pool, FitContext.ForSeed(1, threads: 3));
        Assert.Equal(one.P, three.P);
        Assert.Equal(one.Arms.Select(a => a.Largest), three.Arms.Select(a => a.Largest));
    }

    private static DonorAgreement Of(CausalData data, CausalData donors) =>
        DonorAgreement.Of(data, DonorPool.Of(data, donors, DonorOrigin.Real), FitContext.ForSeed(1));

    // y = x + z/2 + w (1 + x/2) + noise; the donors' x has another law, and half of them are in each arm.
    private static CausalData Draw(int rows, long seed, bool donors, string fault = "")
    {
        RandomStream stream = RandomStream.Of(seed);
        double[] x = new double[rows], z = new double[rows], y = new double[rows];
        int[] w = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            x[i] = (donors ? 0.5 : 0) + stream.NextNormal();
            z[i] = stream.NextNormal();
            w[i] = stream.NextBernoulli(donors ? 0.5 : 1 / (1 + Math.Exp(-x[i]))) ? 1 : 0;
            double slope = fault == "slope" ? -1 : 1, noise = fault == "spread" ? 3 : 1;
            y[i] = (slope * x[i]) + (0.5 * z[i]) + (w[i] * (1 + (0.5 * x[i]))) + (noise * stream.NextNormal());
            y[i] += fault == "mean" || (fault == "treated" && w[i] == 1) ? 0.7 : 0;
            y[i] = fault == "half" && i % 2 == 0 ? 1 : y[i];
        }

        return CausalData.From(new Table([new ContinuousColumn("x", x), new ContinuousColumn("z", z), new BinaryColumn("w", w, ["0", "1"]),
            new ContinuousColumn("y", y)]), "w", "y");
    }
}
