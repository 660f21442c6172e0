using CausalLoom.Data;
using CausalLoom.Jobs;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Data;

/// <summary>Numbers that cannot be computed with are refused by name, and all others give finite answers.</summary>
public sealed class MagnitudesTests
{
    [Theory]
    [InlineData(1e71, "beyond 1e70")]
    [InlineData(-1e300, "beyond 1e70")]
    [InlineData(double.MaxValue, "beyond 1e70")]
    [InlineData(1e-71, "fourth powers vanish")]
    [InlineData(-3e-310, "fourth powers vanish")]
    [InlineData(double.Epsilon, "fourth powers vanish")]
    public void WhatIsBeyondIsNamedWithItsRow(double value, string said)
    {
        double[] values = new double[20];
        values[6] = value;
        string fault = Magnitudes.Fault(new ContinuousColumn("lab", values))!;
        Assert.Contains("'lab'", fault, StringComparison.Ordinal);
        Assert.Contains("row 7", fault, StringComparison.Ordinal);
        Assert.Contains(said, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void LevelsThatAreNumbersAreLookedAtAndTextIsNot()
    {
        Assert.NotNull(Magnitudes.Fault(new BinaryColumn("z", [0, 1, 0], ["-1e+308", "1e+308"])));
        Assert.Null(Magnitudes.Fault(new BinaryColumn("z", [0, 1, 0], ["-1e+308", "no"])));
        Assert.Null(Magnitudes.Fault(new ContinuousColumn("z", [0, double.NaN, 0])));
        Assert.Null(Magnitudes.Fault(new ContinuousColumn("z", [double.NaN, double.NaN])));
    }

    [Theory]
    [InlineData("x", 0.9e70, 0)]
    [InlineData("x", 2e-70, 0)]
    [InlineData("y", 0.5e69, 0)]
    [InlineData("y", 1e-68, 0)]
    [InlineData("x", 1e40, 1)]
    [InlineData("x", 1e69, 1)]
    [InlineData("y", 1e65, 1)]
    [InlineData("x", 1e-310, 3)]
    public void WithinThemEveryAnswerIsFinite(string column, double size, int rows)
    {
        RandomStream s = RandomStream.Of(3);
        double[] x = [.. Enumerable.Range(0, 200).Select(_ => Math.Clamp(s.NextNormal(), -2.5, 2.5) / 2.6)];
        int[] w = [.. x.Select(v => s.NextBernoulli(1 / (1 + Math.Exp(-v))) ? 1 : 0)];
        double[] y = [.. x.Select((v, i) => (v + w[i] + Math.Clamp(s.NextNormal(), -2, 2)) / 5)];
        double[] scaled = column == "x" ? x : y;
        for (int i = 0; i < (rows == 0 ? scaled.Length : rows); i++)
        {
            scaled[i] = rows == 0 ? scaled[i] * size : size;
        }

        CausalData data = CausalData.From(new Table([new ContinuousColumn("x", x), new BinaryColumn("w", w, ["0", "1"]),
            new ContinuousColumn("y", y)]), "w", "y");
        EstimateResult result = new EstimateJob
        {
            Data = new DataTable(data.Covariates.With(data.Treatment.ToColumn(), data.OutcomeColumn), "w", "y"),
        }.Run(new JobContext());
        Assert.NotEmpty(result.Effects.Effects);
        Assert.All(result.Effects.Effects, e => Assert.True(double.IsFinite(e.Estimate) && double.IsFinite(e.Se)));
    }
}
