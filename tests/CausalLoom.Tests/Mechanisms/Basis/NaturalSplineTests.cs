using System.Text.Json;
using CausalLoom.Mechanisms.Basis;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Tests.Mechanisms.Basis;

public sealed class NaturalSplineTests
{
    // Next to nothing on the straight line, which a smoothing spline does not penalise.
    private const double Free = 1e-10;
    private static readonly JsonElement Fixture = MechanismFixture.Spline;

    [Fact]
    public void KnotsAreQuantiles()
    {
        NaturalSpline spline = NaturalSpline.Of(Fixture.Numbers("x"), 7)!;
        MechanismFixture.Near(Fixture.Numbers("knots"), [.. spline.Knots], 1e-12);
    }

    [Theory]
    [InlineData(false, "squares")]
    [InlineData(true, "logits")]
    public void PenalisedFitsAreScipysSmoothingSplines(bool binary, string expected)
    {
        double[] x = Fixture.Numbers("x"), y = Fixture.Numbers(binary ? "b" : "y");
        NaturalSpline spline = NaturalSpline.Of(x, 7)!;
        double[] penalties = [Free, .. Enumerable.Repeat(Fixture.GetProperty("penalty").GetDouble(), spline.Count)];
        LinearFit fit = new PenalisedRegression(Design(spline, x), y, Fixture.Numbers("w"), binary).Fit(penalties);
        MechanismFixture.Near(Fixture.Numbers(expected), fit.Predict(Design(spline, Fixture.Numbers("at"))), 1e-6);
        if (!binary)
        {
            // The roughness of the fit is the plain square of its coordinates.
            Assert.Equal(Fixture.GetProperty("rough").GetDouble(), fit.Coefficients.Skip(1).Sum(u => u * u), 1e-6);
        }
    }

    [Fact]
    public void FunctionsAreOrthogonalToStraightLines()
    {
        double[] x = Fixture.Numbers("x");
        Matrix design = Design(NaturalSpline.Of(x, 7)!, x);
        for (int k = 1; k < design.Columns; k++)
        {
            Assert.Equal(0, design.Column(k).Average(), 1e-12);
            Assert.Equal(0, design.Column(k).Zip(x, (h, v) => h * v).Sum(), 1e-10);
        }
    }

    [Theory]
    [InlineData(new[] { 0.0, 1, 0, 1, 1 })]
    [InlineData(new[] { 3.0, 3, 3 })]
    public void TwoValuesHaveNoSpline(double[] x) => Assert.Null(NaturalSpline.Of(x, 7));

    [Fact]
    public void SavedNumbersGiveTheSameFunctionsAndDamageIsSeen()
    {
        double[] x = Fixture.Numbers("x");
        NaturalSpline spline = NaturalSpline.Of(x, 7)!;
        double[] numbers = spline.ToNumbers();
        (NaturalSpline? loaded, int taken) = NaturalSpline.FromNumbers([.. numbers, 5]);
        Assert.Equal(numbers.Length, taken);
        Assert.Equal(Design(spline, x).Data, Design(loaded!, x).Data);
        Assert.Null(NaturalSpline.FromNumbers(numbers.AsSpan(0, 9)).Spline);
        numbers[2] = numbers[1] - 1;
        Assert.Null(NaturalSpline.FromNumbers(numbers).Spline);
    }

    private static Matrix Design(NaturalSpline spline, double[] x)
    {
        Matrix design = new(x.Length, spline.Count + 1);
        spline.Write(x, design, 1);
        for (int i = 0; i < x.Length; i++)
        {
            design[i, 0] = x[i];
        }

        return design;
    }
}
