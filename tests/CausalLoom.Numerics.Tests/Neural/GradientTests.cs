using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Tests.Neural;

/// <summary>
/// Every operation's derivative against central differences of the float32 loss. Each loss is a random projection of the
/// operation's output, so all elements count; the step 2⁻⁷ keeps rounding (1e-7/2⁻⁷) and truncation both near 1e-4.
/// </summary>
public sealed class GradientTests
{
    private const int Rows = 7, Columns = 9;
    private static readonly Segment[] Segments = [new(0, 3), new(4, 5)];

    public static TheoryData<Activation> Activations => new(Enum.GetValues<Activation>());

    [Theory]
    [MemberData(nameof(Activations))]
    public void ActivationsAndFusedLinear(Activation activation)
    {
        Check((tape, x, store) => tape.Activate(x, activation));
        Check((tape, x, store) => tape.Activate(x, activation, Segments));
        Check((tape, x, store) => tape.Linear(x, store.Parameters[0], store.Parameters[1], activation));
        Check((tape, x, store) => tape.Linear(x, store.Parameters[0], null, activation));
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Normalisations(Activation activation)
    {
        foreach (bool training in new[] { true, false })
        {
            ParameterStore store = Store();
            BatchNormLayer batch = new(store, "bn", Columns);
            RandomStream stream = RandomStream.Of(3);
            Initialiser.Normal(batch.Scale, 1, stream);
            Initialiser.Normal(batch.Shift, 1, stream);
            Check((tape, x, _) => tape.BatchNorm(x, batch, activation), store, training);
        }

        ParameterStore other = Store();
        LayerNormLayer layer = new(other, "ln", Columns);
        Initialiser.Normal(layer.Scale, 1, RandomStream.Of(4));
        Initialiser.Normal(layer.Shift, 1, RandomStream.Of(5));
        Check((tape, x, _) => tape.LayerNorm(x, layer, activation), other);
    }

    [Fact]
    public void Shaping()
    {
        Check((tape, x, store) => tape.Concat(x, tape.Slice(x, 2, 3), tape.Multiply(x, x)));
        Check((tape, x, store) => tape.Add(x, tape.Parameter(store.Parameters[2])));
        Check((tape, x, store) => tape.Subtract(tape.Multiply(x, x), tape.Parameter(store.Parameters[2])));
        Check((tape, x, store) => tape.Multiply(x, tape.Scale(x, -1.5, 0.3)));
        Check((tape, x, store) => tape.Add(x, tape.Scale(x, 2)));
        Check((tape, x, store) => tape.Rows(x, [3, 0, 3, 6]));
        Check((tape, x, store) => tape.Rows(tape.Scale(x, 2), [1, 5]));
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void GatheredLevels(Activation activation)
    {
        // Two of five gathered rows a sample, one repeated, some absent; the dense part is x.
        int[] indices = [.. Enumerable.Range(0, Rows).SelectMany(i => new[] { Columns + (i % 5), i == 3 ? -1 : Columns + (i * 2 % 5) })];
        ParameterStore store = Store();
        Parameter wide = store.Add("wide", Columns + 5, 5), table = store.Add("table", 4, Columns);
        Initialiser.Normal(wide, 0.4, RandomStream.Of(31));
        Initialiser.Normal(table, 0.7, RandomStream.Of(32));
        Check((tape, x, s) => tape.GatherLinear(x, indices, Rows, wide, s.Parameters[1], activation), store);
        Check((tape, x, s) => tape.GatherLinear([tape.Slice(x, 3, 6), tape.Scale(tape.Slice(x, 1, 3), 0.5)], indices, wide, s.Parameters[1],
            activation), store);
        Check((tape, x, s) => tape.Multiply(x, tape.Embed(table, [0, 3, -1, 3, 2, 3, 0])), store);
    }

    [Fact]
    public void GatheredLevelsEqualTheirOneHotProduct()
    {
        ParameterStore store = new();
        Parameter weight = store.Add("w", 9, 6), bias = store.Add("b", 1, 6);
        Initialiser.Normal(weight, 1, RandomStream.Of(1));
        Initialiser.Normal(bias, 1, RandomStream.Of(2));
        float[] dense = new float[4 * 3], full = new float[4 * 9];
        RandomStream.Of(3).FillUniform(dense);
        int[] indices = [3, 7, 4, -1, 3, 8, 5, 6];
        for (int i = 0; i < 4; i++)
        {
            dense.AsSpan(i * 3, 3).CopyTo(full.AsSpan(i * 9));
            foreach (int k in indices[(2 * i)..((2 * i) + 2)].Where(k => k >= 0))
            {
                full[(i * 9) + k] = 1;
            }
        }

        Tape tape = new();
        Node gathered = tape.GatherLinear(tape.Input(dense, 4, 3), indices, 4, weight, bias, Activation.Relu);
        Node product = tape.Linear(tape.Input(full, 4, 9), weight, bias, Activation.Relu);
        for (int i = 0; i < gathered.Length; i++)
        {
            Assert.Equal(product.Value[i], gathered.Value[i], 1e-5f);
        }

        Assert.Throws<ArgumentException>(() => tape.GatherLinear(tape.Input(dense, 4, 3), [2, 3, 4, 5], 4, weight, bias));
    }

    [Fact]
    public void RandomOperationsWithTheirNoiseHeldFixed()
    {
        Check((tape, x, store) => tape.Dropout(x, 0.4, RandomStream.Of(9)));
        Check((tape, x, store) => tape.Softmax(x, Segments));
        Check((tape, x, store) => tape.GumbelSoftmax(x, Segments, 0.7, RandomStream.Of(9)));
        Check((tape, x, store) => tape.Reparameterise(x, tape.Scale(x, 0.5), RandomStream.Of(9)));
    }

    [Fact]
    public void Losses()
    {
        float[] uniform = new float[Rows * Columns], weights = new float[Rows * Columns];
        RandomStream.Of(21).FillUniform(uniform);
        RandomStream.Of(22).FillUniform(weights);
        int[] labels = [.. Enumerable.Range(0, Rows).SelectMany(i => new[] { i % 3, i == 2 ? -1 : i % 5 })];
        int[] chosen = [1, 4, 8];
        foreach (int columns in new[] { 0, 1, Columns })
        {
            Node? W(Tape tape) => columns == 0 ? null : tape.Input(weights.AsSpan(0, Rows * columns), Rows, columns);
            CheckLoss((tape, x, _) => tape.MeanSquaredError(x, tape.Input(uniform, Rows, Columns), W(tape)));
            CheckLoss((tape, x, _) => tape.BinaryCrossEntropy(x, tape.Input(uniform, Rows, Columns), W(tape)));
            CheckLoss((tape, x, _) => tape.GaussianNll(x, tape.Input(uniform, Rows, Columns), tape.Scale(x, 0.3), null, W(tape)));
            CheckLoss((tape, x, _) =>
                tape.GaussianNll(x, tape.Input(uniform, Rows, Columns), tape.Slice(tape.Scale(x, 0.3), 2, 3), chosen, W(tape)));
            CheckLoss((tape, x, store) =>
                tape.GaussianNll(x, tape.Input(uniform, Rows, Columns), tape.Parameter(store.Parameters[2]), null, W(tape)));
        }

        CheckLoss((tape, x, _) => tape.SoftmaxCrossEntropy(x, Segments, labels));
        CheckLoss((tape, x, _) => tape.SoftmaxCrossEntropy(x, Segments, labels, [0.5f, 2], tape.Input(weights.AsSpan(0, Rows), Rows, 1)));
        CheckLoss((tape, x, _) => tape.GaussianKl(x, tape.Scale(x, 0.7)));
        CheckLoss((tape, x, _) => tape.SquaredDistance(x, 1.5));
        CheckLoss((tape, x, _) => tape.Dot(tape.Multiply(x, x), uniform));
        CheckLoss((tape, x, _) => tape.WeightedSum([tape.SquaredDistance(x, 1), tape.GaussianKl(x, x)], [0.3, -2]));
    }

    private static ParameterStore Store()
    {
        ParameterStore store = new();
        Initialiser.Normal(store.Add("w", Columns, 5), 0.4, RandomStream.Of(1));
        Initialiser.Normal(store.Add("b", 1, 5), 1, RandomStream.Of(2));
        Initialiser.Normal(store.Add("row", 1, Columns), 1, RandomStream.Of(6));
        return store;
    }

    private static void Check(Func<Tape, Node, ParameterStore, Node> operation, ParameterStore? store = null, bool training = true) =>
        CheckLoss((tape, x, s) => Project(tape, operation(tape, x, s)), store, training);

    /// <summary>Σ over elements of coefficient·value, as a loss made of a product and a squared distance.</summary>
    private static Node Project(Tape tape, Node output)
    {
        Node coefficients = tape.Input(output.Rows, output.Columns);
        RandomStream.Of(8).FillUniform(coefficients.Value);
        return tape.SquaredDistance(tape.Multiply(output, coefficients), -1);
    }

    private static void CheckLoss(Func<Tape, Node, ParameterStore, Node> loss, ParameterStore? given = null, bool training = true)
    {
        ParameterStore store = given ?? Store();
        float[] input = new float[Rows * Columns];
        RandomStream stream = RandomStream.Of(77);
        for (int i = 0; i < input.Length; i++)
        {
            // Away from kinks at 0, which central differences cannot see.
            double z = stream.NextNormal();
            input[i] = (float)(z + (0.1 * Math.Sign(z)));
        }

        Tape tape = new() { Training = training };
        double[] states = [.. store.States.SelectMany(s => s.Values)];
        double Evaluate()
        {
            tape.Reset();
            return loss(tape, tape.Input(input, Rows, Columns, true), store).Scalar;
        }

        Evaluate();
        tape.Reset();
        store.ZeroGradient();
        Node x = tape.Input(input, Rows, Columns, true);
        tape.Backward(loss(tape, x, store));
        float[] inputGradient = x.Gradient.ToArray();
        double[][] gradients = [.. store.Parameters.Select(p => p.Gradient.ToArray().Select(g => (double)g).ToArray())];
        Compare(Evaluate, input, inputGradient.Select(g => (double)g).ToArray(), "input");
        for (int p = 0; p < gradients.Length; p++)
        {
            float[] values = store.Parameters[p].Value.ToArray();
            Parameter parameter = store.Parameters[p];
            Compare(() => Evaluate(), parameter, gradients[p]);
        }
    }

    private static void Compare(Func<double> evaluate, float[] values, double[] gradient, string name) =>
        Compare(evaluate, i => values[i], (i, v) => values[i] = v, gradient, name);

    private static void Compare(Func<double> evaluate, Parameter parameter, double[] gradient) =>
        Compare(evaluate, i => parameter.Value[i], (i, v) => parameter.Value[i] = v, gradient, parameter.Name);

    private static void Compare(Func<double> evaluate, Func<int, float> get, Action<int, float> set, double[] gradient, string name)
    {
        const float step = 1f / 128;
        double scale = gradient.Max(Math.Abs) + 0.1;
        for (int i = 0; i < gradient.Length; i++)
        {
            float old = get(i);
            double Difference(float h)
            {
                set(i, old + h);
                double up = evaluate();
                set(i, old - h);
                double down = evaluate();
                set(i, old);
                return (up - down) / (2.0 * h);
            }

            // Richardson: the h² term of the truncation error cancels. A kink of ReLU inside the step spoils that, so a
            // disagreement is looked at again with a step too small to reach it.
            double numeric = ((4 * Difference(step)) - Difference(2 * step)) / 3;
            if (Math.Abs(numeric - gradient[i]) > 5e-4 * scale)
            {
                numeric = Difference(step / 16);
            }

            Assert.True(Math.Abs(numeric - gradient[i]) < 5e-4 * scale, $"{name}[{i}]: {gradient[i]} but differences give {numeric}");
        }
    }
}
