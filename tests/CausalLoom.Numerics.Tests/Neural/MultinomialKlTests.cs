using System.Text.Json;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Tests.Neural;

public sealed class MultinomialKlTests
{
    private static readonly JsonElement Cases = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "multinomial_kl.json"))).RootElement;

    [Fact]
    public void DivergenceAndDerivativeAreThoseOfTransitionMatricesAndTorch()
    {
        foreach (JsonElement c in Cases.EnumerateArray())
        {
            float[] logits = [.. Numbers(c, "logits").Select(z => (float)z)];
            (double value, float[] gradient) = Evaluate(logits, [new Segment(0, logits.Length)], [c.GetProperty("clean").GetInt32()],
                [c.GetProperty("noised").GetInt32()], c.GetProperty("kept_before").GetDouble(), c.GetProperty("step_kept").GetDouble());
            double expected = c.GetProperty("kl").GetDouble();
            Assert.Equal(expected, value, 1e-6 * (1 + expected));
            Assert.All(Numbers(c, "gradient").Zip(gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        }
    }

    [Fact]
    public void TheDerivativeAgreesWithFiniteDifferencesOverSegmentsAndRows()
    {
        Segment[] segments = [new(1, 3), new(5, 4)];
        int[] clean = [2, 0, 1, 3, -1, 2], noised = [2, 1, 0, 3, 1, 0];
        double[] kept = [0.9, 1, 0.2], step = [0.8, 0.95, 0.5];
        float[] logits = new float[3 * 10];
        RandomStream.Of(4).FillNormal(logits);
        Tape tape = new();
        double Value()
        {
            tape.Reset();
            return tape.MultinomialKl(tape.Input(logits, 3, 10), segments, clean, noised, kept, step).Scalar;
        }

        tape.Reset();
        Node x = tape.Input(logits, 3, 10, true);
        tape.Backward(tape.MultinomialKl(x, segments, clean, noised, kept, step));
        float[] gradient = x.Gradient.ToArray();
        for (int i = 0; i < logits.Length; i++)
        {
            const float h = 1f / 512;
            float old = logits[i];
            logits[i] = old + h;
            double up = Value();
            logits[i] = old - h;
            double down = Value();
            logits[i] = old;
            Assert.Equal((up - down) / (2 * h), gradient[i], 2e-5);
        }

        // Columns outside segments, and a level that is ignored, have no part in it.
        Assert.All(new[] { 0, 4, 9, 10, 14, 19, 21, 22, 23 }, i => Assert.Equal(0, gradient[i]));
    }

    [Fact]
    public void TheTruthHasNoDivergenceAndWithoutNoiseItIsTheCrossEntropy()
    {
        Segment[] segments = [new(0, 3)];
        Assert.Equal(0, Evaluate([-90, 90, -90], segments, [1], [2], 0.6, 0.7).Value, 1e-12);

        // s = 0: −ln p(x_0), p ∝ A ∘ softmax(z), computed by hand.
        double[] a = [0.1, 0.1 + 0.7, 0.1], e = [Math.Exp(0.5), Math.Exp(-1), Math.Exp(2)];
        double expected = -Math.Log(a[2] * e[2] / a.Zip(e, (u, v) => u * v).Sum());
        Assert.Equal(expected, Evaluate([0.5f, -1, 2], segments, [2], [1], 1, 0.7).Value, 1e-6);
    }

    [Theory]
    [InlineData(1, 0.9)]
    [InlineData(0.999999, 0.999)]
    [InlineData(1e-9, 1e-4)]
    public void ExtremeLogitsStayFinite(double kept, double step)
    {
        (double value, float[] gradient) = Evaluate([-2000, 3000, 0], [new Segment(0, 3)], [0], [1], kept, step);
        Assert.True(double.IsFinite(value) && value >= 0);
        Assert.All(gradient, g => Assert.InRange(g, -1.001, 1.001));
    }

    [Fact]
    public void AddingAConstantToASegmentChangesNothing()
    {
        float[] z = [0.5f, -1.5f, 0.25f, 2];
        double once = Evaluate(z, [new Segment(0, 4)], [3], [0], 0.5, 0.9).Value;
        Assert.Equal(once, Evaluate([.. z.Select(v => v + 8)], [new Segment(0, 4)], [3], [0], 0.5, 0.9).Value, 1e-12);
    }

    [Fact]
    public void LevelsOutsideTheirSegmentAreRefused() =>
        Assert.Throws<ArgumentException>(() => Evaluate([0, 0], [new Segment(0, 2)], [2], [0], 0.5, 0.9));

    private static (double Value, float[] Gradient) Evaluate(float[] logits, Segment[] segments, int[] clean, int[] noised, double kept,
        double step)
    {
        Tape tape = new();
        Node x = tape.Input(logits, 1, logits.Length, true), loss = tape.MultinomialKl(x, segments, clean, noised, [kept], [step]);
        tape.Backward(loss);
        return (loss.Scalar, x.Gradient.ToArray());
    }

    private static double[] Numbers(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
}
