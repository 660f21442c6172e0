using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Tests.Linear;

namespace CausalLoom.Numerics.Tests.Neural.Transformer;

public sealed class AttentionTests
{
    public static TheoryData<int, int, int, int> Sizes => new()
    {
        { 2, 5, 2, 3 }, { 1, 1, 1, 4 }, { 3, 17, 1, 8 }, { 1, 40, 2, 32 }, { 2, 13, 3, 5 }, { 1, 33, 1, 70 }, { 1, 140, 2, 6 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void ItIsTheSumOfTheDefinition(int sequences, int tokens, int heads, int headWidth)
    {
        float[] x = Normal(sequences * tokens * 3 * heads * headWidth, 1);
        Tape tape = new();
        Node y = tape.CausalAttention(tape.Input(x, sequences * tokens, 3 * heads * headWidth), tokens, heads);
        double[] expected = Naive(x, sequences, tokens, heads, headWidth);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], y.Value[i], 5e-6);
        }
    }

    [Fact]
    public void ItsGradientIsThatOfDifferences()
    {
        foreach (int[] lengths in new[] { [], [5, 3], new[] { 0, 5 } })
        {
            ParameterStore store = new();
            Parameter x = store.Add("x", 10, 18);
            Initialiser.Normal(x, 1, RandomStream.Of(3));
            Differences.Check(store, tape => Project(tape, tape.CausalAttention(tape.Parameter(x), 5, 2, lengths)));
        }
    }

    [Fact]
    public void BeyondTheLengthAtWhichProbabilitiesAreKeptTheGradientIsTheSame()
    {
        // The same rows as one batch of 20 and, padded with zeros, of 140 tokens, whose probabilities are computed again.
        float[] x = Normal(20 * 24, 9), padded = [.. x, .. new float[120 * 24]];
        float[] kept = Gradient(x, 20, []), again = Gradient(padded, 140, [20]);
        Assert.Equal(kept, again[..kept.Length]);
        Assert.All(again[kept.Length..], g => Assert.Equal(0, g));

        static float[] Gradient(float[] values, int tokens, int[] lengths)
        {
            Tape tape = new();
            Node input = tape.Input(values, tokens, 24, true);
            Node y = tape.CausalAttention(input, tokens, 2, lengths);
            tape.Backward(tape.Scale(tape.SquaredDistance(y, 1), tokens));
            return input.Gradient.ToArray();
        }
    }

    [Fact]
    public void EveryInstructionSetGivesTheSameBits() => SimdPaths.Same(() =>
    {
        Tape tape = new();
        Node input = tape.Input(Normal(2 * 19 * 36, 4), 38, 36, true);
        Node y = tape.CausalAttention(input, 19, 2, [19, 11]);
        float[] output = y.Value.ToArray();
        tape.Backward(Project(tape, y));
        return [.. output, .. input.Gradient];
    });

    [Fact]
    public void TheFutureAndOtherSequencesChangeNothing()
    {
        float[] x = Normal(2 * 9 * 12, 5), changed = (float[])x.Clone();
        Array.Fill(changed, 7, 6 * 12, changed.Length - (6 * 12));
        Tape tape = new();
        float[] first = tape.CausalAttention(tape.Input(x, 18, 12), 9, 2).Value.ToArray();
        float[] second = tape.CausalAttention(tape.Input(changed, 18, 12), 9, 2).Value.ToArray();
        Assert.Equal(first[..(6 * 4)], second[..(6 * 4)]);
        Assert.NotEqual(first[(6 * 4)..(7 * 4)], second[(6 * 4)..(7 * 4)]);
    }

    [Fact]
    public void ShapesThatDoNotFitAreRefused()
    {
        Tape tape = new();
        Assert.Throws<ArgumentException>(() => tape.CausalAttention(tape.Input(10, 12), 4, 2));
        Assert.Throws<ArgumentException>(() => tape.CausalAttention(tape.Input(8, 12), 4, 3));
        Assert.Throws<ArgumentException>(() => tape.CausalAttention(tape.Input(8, 12), 4, 2, [4]));
        Assert.Throws<ArgumentException>(() => tape.CausalAttention(tape.Input(8, 12), 4, 2, [4, 5]));
    }

    internal static float[] Normal(int count, long seed)
    {
        float[] values = new float[count];
        RandomStream stream = RandomStream.Of(seed);
        foreach (ref float value in values.AsSpan())
        {
            value = (float)stream.NextNormal();
        }

        return values;
    }

    /// <summary>A random projection of a node, so that all its elements count.</summary>
    internal static Node Project(Tape tape, Node output)
    {
        Node coefficients = tape.Input(Normal(output.Length, 8), output.Rows, output.Columns);
        return tape.SquaredDistance(tape.Multiply(output, coefficients), -1);
    }

    private static double[] Naive(float[] x, int sequences, int tokens, int heads, int headWidth)
    {
        int width = heads * headWidth;
        double[] y = new double[sequences * tokens * width];
        double At(int row, int part, int column) => x[(row * 3 * width) + (part * width) + column];
        for (int s = 0; s < sequences; s++)
        {
            for (int h = 0; h < heads; h++)
            {
                for (int i = 0; i < tokens; i++)
                {
                    double[] e = [.. Enumerable.Range(0, i + 1).Select(j => Math.Exp(Enumerable.Range(h * headWidth, headWidth)
                        .Sum(d => At((s * tokens) + i, 0, d) * At((s * tokens) + j, 1, d)) / Math.Sqrt(headWidth)))];
                    for (int d = h * headWidth; d < (h + 1) * headWidth; d++)
                    {
                        y[(((s * tokens) + i) * width) + d] = Enumerable.Range(0, i + 1)
                            .Sum(j => e[j] * At((s * tokens) + j, 2, d)) / e.Sum();
                    }
                }
            }
        }

        return y;
    }
}
