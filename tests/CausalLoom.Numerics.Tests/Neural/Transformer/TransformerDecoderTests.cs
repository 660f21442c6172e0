using System.Text.Json;
using CausalLoom.Benchmarks;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Neural.Transformer;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Tests.Neural.Transformer;

public sealed class TransformerDecoderTests
{
    private const int Length = 7;
    private static readonly DecoderOptions Small = new() { Layers = 2, Heads = 3, Width = 12, Context = 9, Vocabulary = 11 };
    private static readonly int[] Tokens = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 0, 0, 0];
    private static readonly int[] Targets = [1, 4, 1, 5, 9, 2, 10, 5, 3, 5, 8, -1, -1, -1];

    [Fact]
    public void LogitsLossAndAllGradientsAreThoseOfTorch()
    {
        // Reference: tools/reference/gpt2.py, float64. What float32 leaves is about 1e-6 of the largest value.
        using JsonDocument fixture = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "transformer.json")));
        TransformerDecoder decoder = Hashed();
        Tape tape = new();
        Node hidden = decoder.Hidden(tape, decoder.Embed(tape, Tokens, Length), Length, [7, 4]);
        Close(fixture.RootElement.GetProperty("hidden"), hidden.Value, 11 * 12, "hidden");
        Close(fixture.RootElement.GetProperty("logits"), decoder.Logits(tape, hidden).Value, 11 * 11, "logits");
        Node loss = decoder.CrossEntropy(tape, hidden, Targets);
        Assert.Equal(1, loss.Scalar / fixture.RootElement.GetProperty("loss").GetDouble(), 1e-6);
        decoder.Store.ZeroGradient();
        tape.Backward(loss);
        JsonElement[] gradients = [.. fixture.RootElement.GetProperty("gradients").EnumerateObject().Select(p => p.Value)];
        Assert.Equal(gradients.Length, decoder.Store.Parameters.Count);
        for (int p = 0; p < gradients.Length; p++)
        {
            Close(gradients[p], decoder.Store.Parameters[p].Gradient, int.MaxValue, decoder.Store.Parameters[p].Name);
        }
    }

    [Fact]
    public void TheHeadThatKeepsNoLogitsIsTheOneThatDoes()
    {
        TransformerDecoder decoder = Hashed();
        Tape tape = new();
        Node x = tape.Input(AttentionTests.Normal(14 * 12, 3), 14, 12, true);
        Node fused = tape.Scale(decoder.CrossEntropy(tape, x, Targets), 2);
        decoder.Store.ZeroGradient();
        tape.Backward(fused);
        float[] gradient = x.Gradient.ToArray(), table = decoder.TokenTable!.Gradient.ToArray();
        double value = 2 * decoder.CrossEntropy(tape, x, Targets).Scalar;
        tape.Reset();
        x = tape.Input(AttentionTests.Normal(14 * 12, 3), 14, 12, true);
        Node plain = tape.WeightedSum([tape.SoftmaxCrossEntropy(decoder.Logits(tape, x), [new Segment(0, 11)], Targets)], [2.0 * 14 / 11]);
        decoder.Store.ZeroGradient();
        tape.Backward(plain);
        Assert.Equal(plain.Scalar, value, 1e-6);
        Near(x.Gradient, gradient);
        Near(decoder.TokenTable.Gradient, table);
    }

    [Fact]
    public void TheGradientOfAWholeBlockIsThatOfDifferences()
    {
        ParameterStore store = new();
        TransformerDecoder decoder = new(store, new DecoderOptions
            { Layers = 1, Heads = 2, Width = 4, Context = 5, InnerWidth = 6, InitialDeviation = 0.5 }, RandomStream.Of(1));
        Parameter input = store.Add("input", 8, 4);
        Initialiser.Normal(input, 1, RandomStream.Of(2));
        Differences.Check(store, tape =>
            AttentionTests.Project(tape, decoder.Hidden(tape, tape.Add(tape.Parameter(input), decoder.Positions(tape, 8, 4)), 4, [4, 3])));
    }

    [Fact]
    public void AResidualProductHasTheGradientsOfDifferencesEvenWhereItsResidualIsUsedAgain()
    {
        ParameterStore store = new();
        Parameter x = store.Add("x", 5, 3), w = store.Add("w", 3, 4), b = store.Add("b", 1, 4), r = store.Add("r", 5, 4);
        foreach (Parameter p in store.Parameters)
        {
            Initialiser.Normal(p, 0.7, RandomStream.Of(p.Length));
        }

        Differences.Check(store, tape =>
        {
            Node residual = tape.Parameter(r);
            return AttentionTests.Project(tape, tape.Multiply(tape.ResidualLinear(residual, tape.Parameter(x), w, b), residual));
        });
        Differences.Check(store, tape =>
        {
            Node residual = tape.Activate(tape.Parameter(r), Activation.Tanh);
            return AttentionTests.Project(tape, tape.ResidualLinear(tape.Scale(residual, 2), tape.Slice(residual, 0, 3), w, b));
        });
    }

    [Fact]
    public void SteppingWithTheCacheGivesTheBitsOfTheFullPass()
    {
        foreach (DecoderOptions options in new[] { Small, Small with { Width = 64, Heads = 2, Context = 40 } })
        {
            ParameterStore store = new();
            TransformerDecoder decoder = new(store, options with { InitialDeviation = 0.3 }, RandomStream.Of(5));
            int length = options.Context;
            int[] tokens = [.. Enumerable.Range(0, 3 * length).Select(i => i * 7 % 11)];
            Tape tape = new();
            Node hidden = decoder.Hidden(tape, decoder.Embed(tape, tokens, length), length);
            float[] full = hidden.Value.ToArray(), logits = decoder.Logits(tape, hidden).Value.ToArray();
            DecoderSession session = new(decoder, 3, length);
            for (int round = 0; round < 2; round++)
            {
                for (int t = 0; t < length; t++)
                {
                    float[] step = session.Step([.. Enumerable.Range(0, 3).Select(s => tokens[(s * length) + t])]).ToArray();
                    float[] next = session.Logits().ToArray();
                    for (int s = 0; s < 3; s++)
                    {
                        int row = (s * length) + t;
                        Assert.Equal(full[(row * options.Width)..((row + 1) * options.Width)],
                            step[(s * options.Width)..((s + 1) * options.Width)]);
                        Assert.Equal(logits[(row * 11)..((row + 1) * 11)], next[(s * 11)..((s + 1) * 11)]);
                    }
                }

                Assert.Throws<InvalidOperationException>(() => session.Step([1, 1, 1]));
                session.Restart(3);
            }
        }
    }

    [Fact]
    public void SequencesCanBeDroppedAndEmbeddingsFed()
    {
        TransformerDecoder decoder = Hashed();
        float[] inputs = AttentionTests.Normal(4 * 6 * 12, 6);
        Tape tape = new();
        float[] full = decoder.Hidden(tape, tape.Input(inputs, 24, 12), 6).Value.ToArray();
        DecoderSession session = new(decoder, 4, 6);
        int[] live = [0, 1, 2, 3];
        for (int t = 0; t < 6; t++)
        {
            if (t == 3)
            {
                session.Retain([1, 3]);
                live = [1, 3];
            }

            float[] step = session.Step([.. live.SelectMany(s => inputs.AsSpan(((s * 6) + t) * 12, 12).ToArray())]).ToArray();
            for (int i = 0; i < live.Length; i++)
            {
                int at = ((live[i] * 6) + t) * 12;
                Assert.Equal(full[at..(at + 12)], step[(i * 12)..((i + 1) * 12)]);
            }
        }
    }

    [Fact]
    public void AdaptersBeginAtTheNetworkLearnAloneAndMergeIntoIt()
    {
        TransformerDecoder decoder = Hashed();
        ParameterStore adapters = new();
        float before = Loss(decoder), frozen = decoder.Blocks[0].FeedForwardIn.Value[3];
        decoder.Adapt(adapters, 4, 8, RandomStream.Of(1));
        Assert.Equal(before, Loss(decoder), 1e-6f);
        Adam adam = new(adapters, new AdamOptions { LearningRate = 1e-2 });
        Tape tape = new();
        for (int step = 0; step < 60; step++)
        {
            tape.Reset();
            adapters.ZeroGradient();
            tape.Backward(decoder.CrossEntropy(tape, decoder.Hidden(tape, decoder.Embed(tape, Tokens, Length), Length, [7, 4]), Targets));
            adam.Step();
        }

        float adapted = Loss(decoder);
        Assert.True(adapted < 0.8 * before, $"{before} then {adapted}");
        Assert.Equal(frozen, decoder.Blocks[0].FeedForwardIn.Value[3]);
        decoder.MergeAdapters();
        Assert.Equal(adapted, Loss(decoder), 1e-4f);
    }

    [Fact]
    public void TheGradientsOfAdaptersAreThoseOfDifferences()
    {
        TransformerDecoder decoder = Hashed();
        ParameterStore adapters = new();
        decoder.Adapt(adapters, 2, 3, RandomStream.Of(1));
        foreach (Parameter up in decoder.Blocks.Select(b => b.Adapter!.Up))
        {
            Initialiser.Normal(up, 0.5, RandomStream.Of(4));
        }

        Differences.Check(adapters, tape =>
            decoder.CrossEntropy(tape, decoder.Hidden(tape, decoder.Embed(tape, Tokens, Length), Length, [7, 4]), Targets));
    }

    [Fact]
    public void ItLearnsToCopyAndAStepAllocatesNothing()
    {
        // The second half of a sequence repeats the first: attention alone can know it.
        ParameterStore store = new();
        TransformerDecoder decoder = new(store, new DecoderOptions
            { Layers = 2, Heads = 2, Width = 32, Context = 8, Vocabulary = 6, Dropout = 0.01 }, RandomStream.Of(1));
        Adam adam = new(store, new AdamOptions { LearningRate = 3e-3 });
        RandomStream stream = RandomStream.Of(2), dropout = RandomStream.Of(3);
        int[] tokens = new int[32 * 8], targets = new int[32 * 8];
        Tape tape = new();
        double loss = 0;
        void Step()
        {
            for (int s = 0; s < 32; s++)
            {
                for (int t = 0; t < 8; t++)
                {
                    tokens[(s * 8) + t] = t < 4 ? stream.NextInt(6) : tokens[(s * 8) + t - 4];
                    targets[(s * 8) + t] = -1;
                }

                tokens.AsSpan((s * 8) + 4, 4).CopyTo(targets.AsSpan((s * 8) + 3));
            }

            tape.Reset();
            store.ZeroGradient();
            Node value = decoder.CrossEntropy(tape, decoder.Hidden(tape, decoder.Embed(tape, tokens, 8, dropout), 8, [], dropout), targets);
            tape.Backward(value);
            adam.Step();
            loss = value.Scalar;
        }

        for (int step = 0; step < 400; step++)
        {
            Step();
        }

        Assert.True(loss < 0.1, $"loss {loss}; guessing gives {Math.Log(6)}");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void MisuseIsRefused()
    {
        TransformerDecoder headless = new(new ParameterStore(), Small with { Vocabulary = 0 }, RandomStream.Of(1));
        Tape tape = new();
        Assert.Throws<InvalidOperationException>(() => headless.Embed(tape, [1, 2], 2));
        Assert.Throws<ArgumentException>(() => new TransformerDecoder(new ParameterStore(), Small with { Heads = 5 }, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => Hashed().Embed(tape, new int[10], 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DecoderSession(headless, 1, 10));
        Assert.Throws<ArgumentException>(() => Hashed().CrossEntropy(tape, tape.Input(1, 12), [11]));
    }

    private static float Loss(TransformerDecoder decoder)
    {
        Tape tape = new() { Training = false };
        return (float)decoder.CrossEntropy(tape, decoder.Hidden(tape, decoder.Embed(tape, Tokens, Length), Length, [7, 4]), Targets).Scalar;
    }

    private static TransformerDecoder Hashed()
    {
        ParameterStore store = new();
        TransformerDecoder decoder = new(store, Small, null);
        for (int p = 0; p < store.Parameters.Count; p++)
        {
            bool scale = store.Parameters[p].Name.EndsWith(".scale", StringComparison.Ordinal);
            HashedNumbers.Fill(store.Parameters[p].Value, (uint)(200 + p), 0.4);
            foreach (ref float value in store.Parameters[p].Value)
            {
                value += scale ? 1 : 0;
            }
        }

        return decoder;
    }

    private static void Close(JsonElement expected, ReadOnlySpan<float> actual, int first, string what)
    {
        double[] values = [.. expected.EnumerateArray().Select(v => v.GetDouble())];
        Assert.Equal(values.Length, actual.Length);
        double scale = values.Max(Math.Abs) + 1e-3;
        for (int i = 0; i < Math.Min(first, values.Length); i++)
        {
            Assert.True(Math.Abs(values[i] - actual[i]) <= 5e-6 * scale, $"{what}[{i}]: {actual[i]:R} where torch has {values[i]:R}");
        }
    }

    private static void Near(ReadOnlySpan<float> expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-6f);
        }
    }
}
