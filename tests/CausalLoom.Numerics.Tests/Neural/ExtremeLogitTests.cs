using CausalLoom.Numerics.Neural;

namespace CausalLoom.Numerics.Tests.Neural;

public sealed class ExtremeLogitTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(86.9f)]
    [InlineData(87.5f)]
    [InlineData(88)]
    [InlineData(100)]
    [InlineData(1e6f)]
    public void SoftmaxAndItsCrossEntropyAreRightForAnyGapBetweenLogits(float gap)
    {
        Tape tape = new();
        Node logits = tape.Input([gap, 0, -1, 0, gap, -1], 2, 3, needsGradient: true);
        Node loss = tape.SoftmaxCrossEntropy(logits, [new Segment(0, 3)], [0, 2]);
        tape.Backward(loss);

        // Row 1 hits the largest logit: loss 0. Row 2 misses it by gap + 1.
        Assert.Equal((gap + 1) / 2.0, loss.Scalar, gap * 1e-6);
        float[] expected = [0, 0, 0, 0, 0.5f, -0.5f];
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], logits.Gradient[i], 1e-6f);
        }
    }
}
