using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Tests.Neural;

/// <summary>The masks of an autoregressive network, and its column-by-column evaluation.</summary>
public sealed class MaskedNetworkTests
{
    private const int Rows = 5;
    private static readonly MaskedColumn[] Columns = [new(true, 0, 4), new(false, 3, 3), new(true, 2, 6), new(false, 0, 0), new(true, 0, 2),
        new(false, 4, 4)];

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 1)]
    [InlineData(32, 2)]
    [InlineData(64, 3)]
    public void TheOutputsOfAColumnDependOnEarlierColumnsOnly(int width, int blocks)
    {
        MaskedNetwork network = Trained(width, blocks, out _);
        (float[] numbers, int[] levels) = Inputs(1);
        float[] before = Outputs(network, numbers, levels);
        for (int changed = 0; changed < Columns.Length; changed++)
        {
            (float[] otherNumbers, int[] otherLevels) = Change(network, numbers, levels, changed);
            float[] after = Outputs(network, otherNumbers, otherLevels);
            for (int j = 0; j < Columns.Length; j++)
            {
                Segment segment = network.OutputOf(j);
                bool same = Enumerable.Range(0, Rows).All(i => before.AsSpan((i * network.Outputs) + segment.Start, segment.Length)
                    .SequenceEqual(after.AsSpan((i * network.Outputs) + segment.Start, segment.Length)));
                if (j <= changed)
                {
                    Assert.True(same, $"column {j} sees column {changed}");
                }
                else if (width >= 32 && Columns[j].Outputs > 0 && (Columns[changed].HasNumber || Columns[changed].Levels > 0))
                {
                    Assert.False(same, $"column {j} does not see column {changed}");
                }
            }
        }
    }

    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Elu)]
    [InlineData(Activation.Silu)]
    public void ColumnByColumnGivesWhatTheWholePassGives(Activation activation)
    {
        MaskedNetwork network = Trained(24, 2, out _, activation);
        MaskedPass pass = new(network, Rows);
        foreach (int seed in new[] { 1, 2 })
        {
            (float[] numbers, int[] levels) = Inputs(seed);
            float[] whole = Outputs(network, numbers, levels);
            pass.Restart();
            for (int j = 0; j < Columns.Length; j++)
            {
                Segment segment = network.OutputOf(j);
                float[] outputs = new float[Rows * segment.Length];
                pass.Outputs(outputs);
                for (int i = 0; i < outputs.Length; i++)
                {
                    Assert.Equal(whole[(i / segment.Length * network.Outputs) + segment.Start + (i % segment.Length)], outputs[i], 1e-4f);
                }

                Feed(pass, network, numbers, levels, j);
            }
        }
    }

    [Fact]
    public void GradientsAreThoseOfDifferencesAndMaskedWeightsStayZero()
    {
        MaskedNetwork network = Trained(9, 1, out ParameterStore store);
        (float[] numbers, int[] levels) = Inputs(3);
        Tape tape = new();
        double Loss()
        {
            tape.Reset();
            return tape.SquaredDistance(network.Apply(tape, tape.Input(numbers, Rows, 3), Indices(network, levels), Rows, null),
                0.3).Scalar;
        }

        store.ZeroGradient();
        tape.Backward(tape.SquaredDistance(network.Apply(tape, tape.Input(numbers, Rows, 3), Indices(network, levels), Rows, null), 0.3));
        network.MaskGradient();
        int masked = 0;
        foreach (Parameter parameter in store.Parameters)
        {
            float[] gradient = parameter.Gradient.ToArray();
            for (int i = 0; i < gradient.Length; i++)
            {
                if (parameter.Value[i] == 0 && gradient[i] == 0)
                {
                    masked++;
                    continue;
                }

                float old = parameter.Value[i];
                parameter.Value[i] = old + (1f / 256);
                double up = Loss();
                parameter.Value[i] = old - (1f / 256);
                double numeric = (up - Loss()) * 128;
                parameter.Value[i] = old;
                Assert.Equal(numeric, gradient[i], 3e-3 * (1 + Math.Abs(numeric)));
            }
        }

        Assert.True(masked > 60);
    }

    [Fact]
    public void ItStartsAsItsHeadsBias()
    {
        ParameterStore store = new();
        MaskedNetwork network = new(store, Columns, new MaskedOptions { Width = 16 }, RandomStream.Of(1));
        network.HeadBias.Value[3] = 0.25f;
        (float[] numbers, int[] levels) = Inputs(4);
        Assert.All(Outputs(network, numbers, levels).Select((v, i) => (v, i)), o =>
            Assert.Equal(o.i % network.Outputs == 3 ? 0.25f : 0, o.v));
    }

    [Fact]
    public void CellsThatDoNotFitAreRefused()
    {
        MaskedPass pass = new(Trained(8, 1, out _), Rows);
        Assert.Throws<ArgumentException>(() => pass.Outputs(new float[3]));
        Assert.Throws<ArgumentException>(() => pass.Feed([], [1, 2, 3, 4, 5]));
    }

    /// <summary>A network some steps away from its start, so that no weight is 0 but for the masks.</summary>
    private static MaskedNetwork Trained(int width, int blocks, out ParameterStore store, Activation activation = Activation.Elu)
    {
        store = new ParameterStore();
        MaskedNetwork network = new(store, Columns, new MaskedOptions { Width = width, Blocks = blocks, Activation = activation },
            RandomStream.Of(9));
        RandomStream noise = RandomStream.Of(10);
        foreach (Parameter parameter in store.Parameters)
        {
            foreach (ref float value in parameter.Value)
            {
                value += (float)(0.4 * noise.NextNormal());
            }
        }

        network.MaskValues();
        Adam adam = new(store, new AdamOptions { LearningRate = 0.02, WeightDecay = 0.01, Decoupled = true });
        Tape tape = new();
        for (int step = 0; step < 5; step++)
        {
            (float[] numbers, int[] levels) = Inputs(20 + step);
            tape.Reset();
            store.ZeroGradient();
            tape.Backward(
                tape.SquaredDistance(network.Apply(tape, tape.Input(numbers, Rows, 3), Indices(network, levels), Rows, null), 0.3));
            network.MaskGradient();
            adam.Step();
        }

        return network;
    }

    /// <summary>Three numbers a row, and a level (or none) for each of columns 1, 2 and 5.</summary>
    private static (float[] Numbers, int[] Levels) Inputs(int seed)
    {
        RandomStream stream = RandomStream.Of(seed);
        float[] numbers = [.. Enumerable.Range(0, Rows * 3).Select(_ => (float)stream.NextNormal())];
        int[] levels =
            [.. Enumerable.Range(0, Rows).SelectMany(_ => new[] { stream.NextInt(3), stream.NextInt(3) - 1, stream.NextInt(4) })];
        return (numbers, levels);
    }

    private static int[] Indices(MaskedNetwork network, int[] levels) =>
        [.. levels.Select((level, at) => level < 0 ? -1 : network.LevelAt(at % 3 == 0 ? 1 : at % 3 == 1 ? 2 : 5, level))];

    private static float[] Outputs(MaskedNetwork network, float[] numbers, int[] levels)
    {
        Tape tape = new() { Training = false };
        return network.Apply(tape, tape.Input(numbers, Rows, 3), Indices(network, levels), Rows, null).Value.ToArray();
    }

    private static (float[] Numbers, int[] Levels) Change(MaskedNetwork network, float[] numbers, int[] levels, int column)
    {
        float[] changed = [.. numbers];
        int[] other = [.. levels];
        int place = column == 1 ? 0 : column == 2 ? 1 : column == 5 ? 2 : -1;
        for (int i = 0; i < Rows; i++)
        {
            if (Columns[column].HasNumber)
            {
                changed[(i * 3) + network.NumberAt(column)] += 1.5f;
            }

            if (place >= 0)
            {
                other[(i * 3) + place] = (other[(i * 3) + place] + 1) % Columns[column].Levels;
            }
        }

        return (changed, other);
    }

    private static void Feed(MaskedPass pass, MaskedNetwork network, float[] numbers, int[] levels, int column)
    {
        int place = column == 1 ? 0 : column == 2 ? 1 : 2;
        float[] number = Columns[column].HasNumber
            ? [.. Enumerable.Range(0, Rows).Select(i => numbers[(i * 3) + network.NumberAt(column)])] : [];
        int[] level = Columns[column].Levels > 0 ? [.. Enumerable.Range(0, Rows).Select(i => levels[(i * 3) + place])] : [];
        pass.Feed(number, level);
    }
}
