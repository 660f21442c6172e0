using System.Text.Json;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Tests.Neural;

/// <summary>
/// Splines against torch with automatic derivatives and bisection (tools/reference/rational_quadratic_spline.py), and against what
/// a monotone spline must be.
/// </summary>
public sealed class RationalQuadraticSplineTests
{
    private static readonly SplineShape Shape = new();

    private static IEnumerable<JsonElement> Cases => JsonDocument
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "rational_quadratic_spline.json")))
        .RootElement.GetProperty("cases").EnumerateArray();

    [Fact]
    public void ValuesDerivativesAndInversesAreTorchs()
    {
        AffineSpline spline = new(Shape);
        Assert.All(Cases, c =>
        {
            spline.Read(Raw(c));
            (double u, double slope) = spline.ToNoise(Number(c, "z"));
            Assert.Equal(Number(c, "u"), u, 1e-9);
            Assert.Equal(Number(c, "log_derivative"), slope, 1e-9);
            Assert.Equal(Number(c, "value"), spline.FromNoise(Number(c, "noise")), 1e-8);
        });
    }

    [Fact]
    public void TheLossAndItsGradientAreTorchs()
    {
        Assert.All(Cases, c =>
        {
            Tape tape = new();
            Node raw = tape.Input(Raw(c), 1, Shape.RawLength, true);
            Node loss = tape.SplineNll(raw, [0], tape.Input([(float)Number(c, "z")], 1, 1), null, Shape);
            double u = Number(c, "u");
            Assert.Equal((0.5 * u * u) - Number(c, "log_derivative") + (0.5 * Math.Log(2 * Math.PI)), loss.Scalar, 1e-9);
            tape.Backward(loss);
            double[] expected = [.. c.GetProperty("gradient").EnumerateArray().Select(v => v.GetDouble())];
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], raw.Gradient[i], 1e-5 * Math.Max(1, Math.Abs(expected[i])));
            }
        });
    }

    [Fact]
    public void TheGradientIsThatOfDifferencesThroughANetworkWithMasksAndOtherColumns()
    {
        // Two splines and a column between them that neither uses; one of six cells is masked.
        SplineShape shape = new(4, 2.5, 1e-2, 1e-2, 1e-2);
        float[] raw = Normals((2 * shape.RawLength) + 1, 3 * ((2 * shape.RawLength) + 1), 5);
        float[] values = Normals(2, 6, 6), weights = [1, 0.5f, 0, 1, 2, 1];
        int columns = (2 * shape.RawLength) + 1;
        double Loss(float[] at, out float[] gradient)
        {
            Tape tape = new();
            Node node = tape.Input(at, 3, columns, true);
            Node loss = tape.SplineNll(node, [0, shape.RawLength + 1], tape.Input(values, 3, 2), tape.Input(weights, 3, 2), shape);
            tape.Backward(loss);
            gradient = node.Gradient.ToArray();
            return loss.Scalar;
        }

        Loss(raw, out float[] analytic);
        for (int i = 0; i < raw.Length; i++)
        {
            float[] up = [.. raw], down = [.. raw];
            up[i] += 1f / 1024;
            down[i] -= 1f / 1024;
            double numeric = (Loss(up, out _) - Loss(down, out _)) / (up[i] - (double)down[i]);
            Assert.Equal(numeric, analytic[i], 2e-4 * (1 + Math.Abs(numeric)));
        }

        Assert.All(Enumerable.Range(0, 3), row => Assert.Equal(0, analytic[(row * columns) + shape.RawLength]));
    }

    [Fact]
    public void TheInverseUndoesTheSplineEverywhereAndItsDerivativeIsTheReciprocal()
    {
        AffineSpline spline = new(Shape);
        for (int draw = 0; draw < 200; draw++)
        {
            RationalQuadraticSpline random = Random(draw, 2 + (draw % 9));
            spline.Read(Normals(Shape.RawLength, Shape.RawLength, draw));
            for (double x = -6; x <= 6; x += 0.37)
            {
                (double y, double slope) = random.Forward(x);
                (double back, double inverse) = random.Inverse(y);
                Assert.Equal(x, back, 1e-7);
                Assert.Equal(slope, -inverse, 1e-6);
                Assert.Equal(x, spline.FromNoise(spline.ToNoise(x).Noise), 1e-7);
            }
        }
    }

    [Fact]
    public void TheLogDerivativeIsThatOfDifferencesAndTheSplineRisesAndIsSmoothAtKnots()
    {
        for (int draw = 0; draw < 50; draw++)
        {
            RationalQuadraticSpline spline = Random(draw, 6);
            double before = double.NegativeInfinity;
            for (double x = -5; x <= 5; x += 0.0917)
            {
                (double y, double slope) = spline.Forward(x);
                double numeric = (spline.Forward(x + 1e-5).Value - spline.Forward(x - 1e-5).Value) / 2e-5;
                Assert.Equal(numeric, Math.Exp(slope), 1e-3 * (1 + numeric));
                Assert.True(y > before);
                before = y;
            }
        }
    }

    [Fact]
    public void ItsDensityIntegratesToOne()
    {
        AffineSpline spline = new(Shape);
        for (int draw = 0; draw < 20; draw++)
        {
            float[] raw = Normals(Shape.RawLength, Shape.RawLength, 900 + draw);
            raw[1] = Math.Clamp(raw[1], -1, 1);
            spline.Read(raw);
            double sum = 0;
            for (double z = -25; z < 25; z += 5e-4)
            {
                sum += 5e-4 * Math.Exp(spline.LogDensity(z + 2.5e-4));
            }

            Assert.Equal(1, sum, 1e-4);
        }
    }

    [Fact]
    public void AllZeroIsTheIdentityAndNonsenseIsRefused()
    {
        AffineSpline spline = new(Shape);
        Assert.All(new[] { -9.0, -3, -1.2, 0, 0.4, 2.99, 17 }, z =>
        {
            Assert.Equal(z, spline.ToNoise(z).Noise, 1e-12);
            Assert.Equal(0, spline.ToNoise(z).LogDerivative, 1e-12);
        });
        Assert.Throws<ArgumentException>(() => spline.Read(new float[3]));
        Assert.Throws<ArgumentException>(() => new RationalQuadraticSpline([0, 1], [1, 0], [1, 1]));
        Assert.Throws<ArgumentException>(() => new RationalQuadraticSpline([0, 1], [0, 1], [1, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AffineSpline(new SplineShape(2000)));
    }

    private static float[] Raw(JsonElement c) => [.. c.GetProperty("raw").EnumerateArray().Select(v => (float)v.GetDouble())];

    private static double Number(JsonElement c, string key) => c.GetProperty(key).GetDouble();

    private static float[] Normals(int block, int count, int seed)
    {
        RandomStream stream = RandomStream.Of(seed).Child(block);
        return [.. Enumerable.Range(0, count).Select(_ => (float)stream.NextNormal())];
    }

    private static RationalQuadraticSpline Random(int seed, int knots)
    {
        RandomStream stream = RandomStream.Of(seed);
        double[] x = new double[knots], y = new double[knots], slopes = new double[knots];
        double right = -3, up = -2;
        for (int k = 0; k < knots; k++)
        {
            x[k] = right += 0.05 + stream.NextExponential();
            y[k] = up += 0.05 + stream.NextExponential();
            slopes[k] = 0.1 + stream.NextExponential();
        }

        return new RationalQuadraticSpline(x, y, slopes);
    }
}
