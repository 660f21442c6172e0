using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Tests.Linear;

namespace CausalLoom.Numerics.Tests.Neural;

/// <summary>Layers, activations and losses against PyTorch in float64: what float32 leaves is a few 1e-7 of the largest value.</summary>
public sealed class TorchLayerTests
{
    private const int Rows = 11, Columns = 19;
    private const double Tolerance = 2e-6;

    public static TheoryData<string> Paths => new(SimdPaths.Available.Select(p => p.ToString()));

    [Theory]
    [MemberData(nameof(Paths))]
    public void BatchNormTrainsAndPredictsAsInTorch(string path) => On(path, () =>
    {
        ParameterStore store = new();
        BatchNormLayer layer = new(store, "bn", Columns);
        NeuralFixture.Hashed(42, Columns).CopyTo(layer.Scale.Value);
        NeuralFixture.Hashed(43, Columns).CopyTo(layer.Shift.Value);
        Compare(store, layer.Scale, layer.Shift, (tape, x) => layer.Apply(tape, x), true, "batch_norm");
        Tape tape = new();
        layer.Apply(tape, tape.Scale(Input(tape), 2, 1));
        NeuralFixture.Close(NeuralFixture.Array("normalisations", "batch_norm", "running_mean"), ToFloat(layer.RunningMean), 1e-6,
            "running mean");
        NeuralFixture.Close(NeuralFixture.Array("normalisations", "batch_norm", "running_variance"), ToFloat(layer.RunningVariance), 1e-6,
            "running variance");
        Compare(store, layer.Scale, layer.Shift, (t, x) => layer.Apply(t, x, Activation.Elu), false, "batch_norm_eval");
    });

    [Theory]
    [MemberData(nameof(Paths))]
    public void LayerNormIsThatOfTorch(string path) => On(path, () =>
    {
        ParameterStore store = new();
        LayerNormLayer layer = new(store, "ln", Columns);
        NeuralFixture.Hashed(42, Columns).CopyTo(layer.Scale.Value);
        NeuralFixture.Hashed(43, Columns).CopyTo(layer.Shift.Value);
        Compare(store, layer.Scale, layer.Shift, (tape, x) => layer.Apply(tape, x, Activation.Silu), true, "layer_norm");
    });

    [Fact]
    public void ActivationsAndTheirSlopesAreThoseOfTorch()
    {
        foreach (Activation activation in Enum.GetValues<Activation>().Where(a => a != Activation.Identity))
        {
            Tape tape = new();
            Node x = tape.Input(NeuralFixture.Hashed(44, Rows * Columns, 6), Rows, Columns, true);
            Node y = tape.Activate(x, activation);
            float[] output = y.Value.ToArray();
            tape.Backward(Sum(tape, y));
            NeuralFixture.Close(NeuralFixture.Array("activations", activation.ToString(), "output"), output, Tolerance,
                activation.ToString());
            NeuralFixture.Close(NeuralFixture.Array("activations", activation.ToString(), "input"), x.Gradient, Tolerance,
                activation + " slope");
        }
    }

    [Fact]
    public void LossesAndTheirGradientsAreThoseOfTorch()
    {
        float[] y = NeuralFixture.Hashed(46, Rows * Columns);
        float[] signs = [.. y.Select(v => v > 0 ? 1f : 0)];
        int[] labels = [.. Enumerable.Range(0, Rows).SelectMany(i => new[] { i % 7, ((i % 7) + 3) % 7 })];
        Segment[] segments = [new(0, 7), new(9, 10)];
        Check("mse", (tape, x) => tape.MeanSquaredError(x, tape.Input(y, Rows, Columns)));
        Check("bce", (tape, x) => tape.BinaryCrossEntropy(x, tape.Input(signs, Rows, Columns)));
        Check("cross_entropy", (tape, x) => tape.SoftmaxCrossEntropy(x, segments, labels));
        Check("gaussian_nll", (tape, x) =>
            tape.GaussianNll(x, tape.Input(y, Rows, Columns), tape.Input(NeuralFixture.Hashed(47, Rows * Columns), Rows, Columns)));
        Check("kl", (tape, x) => tape.GaussianKl(tape.Input(y, Rows, Columns), x));
    }

    private static void Check(string name, Func<Tape, Node, Node> record)
    {
        Tape tape = new();
        Node x = tape.Input(NeuralFixture.Hashed(45, Rows * Columns, 3), Rows, Columns, true);
        Node loss = record(tape, x);
        tape.Backward(loss);
        Assert.Equal(1, loss.Scalar / NeuralFixture.Number("losses", name, "value"), 1e-6);
        NeuralFixture.Close(NeuralFixture.Array("losses", name, "input"), x.Gradient, Tolerance, name);
    }

    private static void Compare(ParameterStore store, Parameter scale, Parameter shift, Func<Tape, Node, Node> layer, bool training,
        string name)
    {
        Tape tape = new() { Training = training };
        store.ZeroGradient();
        Node x = Input(tape);
        Node y = layer(tape, x);
        float[] output = y.Value.ToArray();
        tape.Backward(Sum(tape, y));
        NeuralFixture.Close(NeuralFixture.Array("normalisations", name, "output"), output, Tolerance, name);
        NeuralFixture.Close(NeuralFixture.Array("normalisations", name, "input"), x.Gradient, Tolerance, name + " input");
        NeuralFixture.Close(NeuralFixture.Array("normalisations", name, "scale"), scale.Gradient, Tolerance, name + " scale");
        NeuralFixture.Close(NeuralFixture.Array("normalisations", name, "shift"), shift.Gradient, Tolerance, name + " shift");
    }

    /// <summary>Σ c·y with the coefficients of the fixture: half of |y + c|² − |y|² − |c|².</summary>
    private static Node Sum(Tape tape, Node y)
    {
        Node c = tape.Input(NeuralFixture.Hashed(40, Rows * Columns), Rows, Columns);
        double half = 0.5 * Rows;
        return tape.WeightedSum([tape.SquaredDistance(tape.Add(y, c), 0), tape.SquaredDistance(y, 0)], [half, -half]);
    }

    private static Node Input(Tape tape) => tape.Input(NeuralFixture.Hashed(41, Rows * Columns, 3), Rows, Columns, true);

    private static float[] ToFloat(RunningState state) => [.. state.Values.Select(v => (float)v)];

    private static void On(string path, Action work) => SimdPaths.On(Enum.Parse<CausalLoom.Numerics.Linear.SimdPath>(path), () =>
    {
        work();
        return 0;
    });
}
