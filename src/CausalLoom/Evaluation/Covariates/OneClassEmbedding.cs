using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Evaluation.Covariates;

/// <summary>
/// The one-class embedding f: R^d → R^d of docs/methods/covariate-metrics.md: five bias-free linear maps d→32→32→32→32→d with
/// ReLU after the first four, trained to bring real rows to c = 10·1_d: minimise (1/ν)·mean‖f(x) − c‖², ν = 0.01, by AdamW
/// (learning rate 2e-3, decoupled weight decay 2e-3) in 1,000 full-batch steps on raw, unscaled inputs.
/// <para>As inputs are raw, a column in dollars drives f alone beside columns of size 1: P and R then speak of that column.
/// The variant without an embedding, on min–max scaled covariates, does not depend on units; read both. A column
/// beyond 1e8 in magnitude is divided by a power of two, as float32 squares would overflow.</para>
/// </summary>
public sealed class OneClassEmbedding
{
    /// <summary>Each coordinate of the centre c.</summary>
    public const double Centre = 10;

    private const int Hidden = 32;
    private const int Layers = 5;
    private const double Nu = 0.01;
    private const double LargestInput = 1e8;

    private readonly LinearLayer[] _layers;
    private readonly ParameterStore _store = new();
    private readonly double[] _divisors;

    private OneClassEmbedding(int columns, double[] divisors, RandomStream stream)
    {
        _divisors = divisors;
        _layers = new LinearLayer[Layers];
        for (int layer = 0; layer < Layers; layer++)
        {
            int inputs = layer == 0 ? columns : Hidden, outputs = layer == Layers - 1 ? columns : Hidden;
            _layers[layer] = new LinearLayer(_store, $"layer{layer}", inputs, outputs, stream.Child(layer), bias: false);
        }
    }

    /// <summary>Trains an embedding on real rows.</summary>
    /// <param name="real">Raw covariates, [row, feature], without missing values.</param>
    /// <param name="context">The stream of the starting weights; cancellation.</param>
    public static OneClassEmbedding Fit(Matrix real, FitContext context) => Fit(real, context, 1000, null);

    /// <summary>Trains with a given number of steps, from given weights where there are any (tests).</summary>
    internal static OneClassEmbedding Fit(Matrix real, FitContext context, int steps, float[]? start)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(context);
        OneClassEmbedding embedding = new(real.Columns, Divisors(real), context.Stream);
        if (start is not null)
        {
            embedding._store.Load(start);
        }

        embedding.Train(real, steps, context.Cancellation);
        return embedding;
    }

    /// <summary>f(x) of each row.</summary>
    public Matrix Embed(Matrix rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Tape tape = new() { Training = false };
        Node embedded = Forward(tape, tape.Input(Inputs(rows), rows.Rows, rows.Columns));
        double[] coordinates = new double[embedded.Length];
        ReadOnlySpan<float> values = embedded.Value;
        for (int i = 0; i < coordinates.Length; i++)
        {
            coordinates[i] = values[i];
        }

        return new Matrix(rows.Rows, rows.Columns, coordinates);
    }

    private void Train(Matrix real, int steps, CancellationToken cancellation)
    {
        Adam adam = new(_store, new AdamOptions { LearningRate = 2e-3, WeightDecay = 2e-3, Decoupled = true });
        Tape tape = new();
        float[] inputs = Inputs(real);
        for (int step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            tape.Reset();
            _store.ZeroGradient();
            Node distance = tape.SquaredDistance(Forward(tape, tape.Input(inputs, real.Rows, real.Columns)), Centre);
            tape.Backward(tape.Scale(distance, 1 / Nu));
            adam.Step();
        }
    }

    private Node Forward(Tape tape, Node x)
    {
        for (int layer = 0; layer < Layers; layer++)
        {
            x = _layers[layer].Apply(tape, x, layer < Layers - 1 ? Activation.Relu : Activation.Identity);
        }

        return x;
    }

    // Inputs in single precision, row after row.
    private float[] Inputs(Matrix rows)
    {
        float[] inputs = new float[rows.Data.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            // A synthetic value far beyond the real range stays finite.
            inputs[i] = (float)Math.Clamp(rows.Data[i] / _divisors[i % rows.Columns], -1e15, 1e15);
        }

        return inputs;
    }

    private static double[] Divisors(Matrix real)
    {
        double[] divisors = new double[real.Columns];
        for (int j = 0; j < divisors.Length; j++)
        {
            double largest = real.Column(j).Max(Math.Abs);
            divisors[j] = largest > LargestInput ? Math.Pow(2, Math.Ceiling(Math.Log2(largest / LargestInput))) : 1;
        }

        return divisors;
    }
}
