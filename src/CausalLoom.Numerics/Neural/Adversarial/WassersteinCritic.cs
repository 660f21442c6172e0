using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural.Kernels;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Neural.Adversarial;

/// <summary>
/// The critic of a Wasserstein GAN with gradient penalty (Gulrajani et al., NeurIPS 2017) over packs of rows, with its
/// gradients worked out by hand: leaky rectifiers and dropout are piecewise linear, so the penalty's second derivative is
/// one more forward pass and no graph of the backward pass is needed (docs/methods/generators/ctgan.md).
/// </summary>
/// <remarks>
/// A row is D columns of data and, where K &gt; 0, a one-hot condition of K columns. Generated rows are dense; real rows
/// and conditions are sparse and never written out. Not safe for two threads at once. A step allocates nothing.
/// </remarks>
public sealed unsafe class WassersteinCritic
{
    private readonly CriticOptions _options;
    private readonly Parameter _data;
    private readonly Parameter? _condition;
    private readonly Parameter[] _weights, _biases;
    private readonly FloatArena _arena = new();
    private readonly CriticPass _pass;
    private readonly CriticSlots _slots;

    /// <summary>A critic with torch's default start: uniform on ±1/√inputs.</summary>
    /// <param name="columns">D, the columns of data of a row.</param>
    /// <param name="conditions">K, the columns of the condition; 0 for none.</param>
    /// <param name="options">The settings.</param>
    /// <param name="stream">Where the starting values come from.</param>
    public WassersteinCritic(int columns, int conditions, CriticOptions options, RandomStream stream)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(conditions);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Pack, nameof(options));
        ArgumentOutOfRangeException.ThrowIfZero(options.Widths.Count, nameof(options));
        _options = options;
        Columns = columns;
        Conditions = conditions;
        int inputs = options.Pack * (columns + conditions), hidden = options.Widths.Count;
        _data = Start("data", options.Pack * columns, options.Widths[0], inputs, stream);
        _condition = conditions > 0 ? Start("condition", options.Pack * conditions, options.Widths[0], inputs, stream) : null;
        _biases = new Parameter[hidden + 1];
        _weights = new Parameter[hidden];
        _biases[0] = Start("bias0", 1, options.Widths[0], inputs, stream);
        for (int l = 1; l <= hidden; l++)
        {
            int outputs = l < hidden ? options.Widths[l] : 1;
            _weights[l - 1] = Start($"weight{l}", options.Widths[l - 1], outputs, options.Widths[l - 1], stream);
            _biases[l] = Start($"bias{l}", 1, outputs, options.Widths[l - 1], stream);
        }

        _pass = new CriticPass(options, _weights, _biases, _arena);
        _slots = new CriticSlots(options.Pack, _arena);
    }

    /// <summary>
    /// The parameters: <c>data</c> [pack·D × width] and <c>condition</c> [pack·K × width], slot after slot of the pack,
    /// <c>bias0</c>, then <c>weight</c>n and <c>bias</c>n.
    /// </summary>
    public ParameterStore Store { get; } = new();

    /// <summary>D.</summary>
    public int Columns { get; }

    /// <summary>K.</summary>
    public int Conditions { get; }

    /// <summary>
    /// Sets the store's gradients to those of mean D(fake) − mean D(real) + λ·mean (‖∇D(between)‖ − 1)², the penalty's
    /// second derivatives included, exactly.
    /// </summary>
    /// <param name="fake">Generated rows [rows × D]; rows is a multiple of the pack.</param>
    /// <param name="fakeConditions">The condition of each, or empty where K = 0; negative = none.</param>
    /// <param name="real">As many real rows.</param>
    /// <param name="realConditions">Their conditions.</param>
    /// <param name="mixing">For each pack the share ε of the real one in the pack between.</param>
    /// <param name="dropout">Where dropout is drawn from.</param>
    public CriticLoss Differentiate(ReadOnlySpan<float> fake, ReadOnlySpan<int> fakeConditions, SparseRows real,
        ReadOnlySpan<int> realConditions, ReadOnlySpan<float> mixing, RandomStream dropout)
    {
        int packs = Packs(fake, fakeConditions);
        if (mixing.Length != packs || realConditions.Length != fakeConditions.Length || real.Indices.Length != real.Factors.Length
            || real.Indices.Length % (packs * _options.Pack) != 0)
        {
            throw new ArgumentException("Generated rows, real rows, conditions and mixing shares differ in number.", nameof(real));
        }

        _arena.Reset();
        SlottedRows rows = _slots.Of(real, Columns), given = _slots.Of(fakeConditions, Conditions),
            drawn = _slots.Of(realConditions, Conditions);
        float* x = _arena.Take(2 * packs * _data.Rows);
        fake.CopyTo(new Span<float>(x, fake.Length));
        float* z = _pass.Begin(3 * packs);
        int width = _options.Widths[0];
        float* between = z + ((nint)packs * width), last = between + ((nint)packs * width);
        First(x, given, packs, z);
        Sparse(rows, drawn, packs, last);
        Mix(z, last, mixing, packs, width, between);
        _pass.Forward(dropout);
        CriticLoss scores = _pass.Scores(packs);
        _pass.Backward([1.0 / packs, 1, -1.0 / packs], packs);
        return scores with { Penalty = Penalise(x, packs, rows, given, drawn) };
    }

    /// <summary>The derivative of −mean D(fake) with respect to the generated rows; gradients of the critic are left alone.</summary>
    /// <returns>mean D(fake).</returns>
    public double InputGradient(ReadOnlySpan<float> fake, ReadOnlySpan<int> fakeConditions, RandomStream dropout, Span<float> gradient)
    {
        int packs = Packs(fake, fakeConditions);
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradient.Length, fake.Length, nameof(gradient));
        _arena.Reset();
        SlottedRows given = _slots.Of(fakeConditions, Conditions);
        float* x = _arena.Take(fake.Length);
        fake.CopyTo(new Span<float>(x, fake.Length));
        First(x, given, packs, _pass.Begin(packs));
        _pass.Forward(dropout);
        _pass.Backward([-1.0 / packs], packs);
        fixed (float* to = gradient)
        {
            Gemm.Multiply(GemmKind.NT, packs, _data.Rows, _data.Columns, _pass.Delta(0), _data.ValuePointer, to, false, null);
        }

        GC.KeepAlive(this);
        return _pass.Mean(0, packs);
    }

    /// <summary>The scores D of packs, dropout drawn from the stream or, where it is null, switched off.</summary>
    /// <param name="rows">[rows × D].</param>
    /// <param name="conditions">The condition of each row, or empty where K = 0.</param>
    /// <param name="dropout">Where dropout is drawn from, or null.</param>
    public float[] Score(ReadOnlySpan<float> rows, ReadOnlySpan<int> conditions, RandomStream? dropout)
    {
        int packs = Packs(rows, conditions);
        _arena.Reset();
        float* x = _arena.Take(rows.Length);
        rows.CopyTo(new Span<float>(x, rows.Length));
        First(x, _slots.Of(conditions, Conditions), packs, _pass.Begin(packs));
        _pass.Forward(dropout);
        return _pass.Scored(packs);
    }

    private static void Mix(float* fake, float* real, ReadOnlySpan<float> mixing, int packs, int width, float* between)
    {
        // The first layer is affine, so its value between two packs lies between theirs: no product is needed.
        for (int i = 0; i < packs; i++)
        {
            nint at = (nint)i * width;
            ElementKernels.Scale(fake + at, between + at, width, 1 - mixing[i], false);
            ElementKernels.AddScaled(between + at, real + at, mixing[i], between + at, width);
        }
    }

    /// <summary>The first layer of dense packs.</summary>
    private void First(float* x, SlottedRows conditions, int packs, float* z)
    {
        Gemm.Multiply(GemmKind.NN, packs, _data.Columns, _data.Rows, x, _data.ValuePointer, z, false, _biases[0].ValuePointer);
        if (_condition is not null)
        {
            _slots.Gather(conditions, _condition, z);
        }
    }

    private void Sparse(SlottedRows rows, SlottedRows conditions, int packs, float* z)
    {
        for (int i = 0; i < packs; i++)
        {
            _biases[0].Value.CopyTo(new Span<float>(z + ((nint)i * _data.Columns), _data.Columns));
        }

        _slots.Gather(rows, _data, z);
        if (_condition is not null)
        {
            _slots.Gather(conditions, _condition, z);
        }
    }

    /// <summary>The penalty and all parameter gradients; see the page on CTGAN for the algebra.</summary>
    private double Penalise(float* x, int packs, SlottedRows real, SlottedRows given, SlottedRows drawn)
    {
        int width = _data.Columns, inputs = _data.Rows, conditions = _condition?.Rows ?? 0;
        float* v = _pass.Delta(0), between = v + ((nint)packs * width), last = between + ((nint)packs * width);
        float* q = x + ((nint)packs * inputs);
        Gemm.Multiply(GemmKind.NT, packs, inputs, width, between, _data.ValuePointer, q, false, null);
        float* c = conditions > 0 ? _arena.Take(packs * conditions) : null;
        if (_condition is not null)
        {
            Gemm.Multiply(GemmKind.NT, packs, conditions, width, between, _condition.ValuePointer, c, false, null);
        }

        double penalty = ScaleToPenalty(q, inputs, c, conditions, packs);
        float* adjoint = _pass.Hidden(0) + ((nint)packs * width);
        Gemm.Multiply(GemmKind.NN, packs, width, inputs, q, _data.ValuePointer, adjoint, false, null);
        if (_condition is not null)
        {
            Gemm.Multiply(GemmKind.NN, packs, width, conditions, c, _condition.ValuePointer, adjoint, true, null);
        }

        _pass.Adjoint(packs);
        float* gradient = _data.TakeGradient(out _);
        Gemm.Multiply(GemmKind.TN, inputs, width, 2 * packs, x, v, gradient, false, null);
        _slots.Scatter(real, last, gradient, width);
        if (_condition is not null)
        {
            gradient = _condition.TakeGradient(out _);
            Gemm.Multiply(GemmKind.TN, conditions, width, packs, c, between, gradient, false, null);
            _slots.Scatter(given, v, gradient, width);
            _slots.Scatter(drawn, last, gradient, width);
        }

        _pass.Gradients(packs);
        GC.KeepAlive(this);
        return penalty;
    }

    /// <summary>Turns input gradients g (of data and condition) into q = (2λ/n)(‖g‖ − 1) g/‖g‖ and gives the penalty.</summary>
    private double ScaleToPenalty(float* q, int inputs, float* c, int conditions, int packs)
    {
        double penalty = 0;
        for (nint i = 0; i < packs; i++)
        {
            double square = ElementKernels.SquaredDistance(q + (i * inputs), inputs, 0);
            square += conditions > 0 ? ElementKernels.SquaredDistance(c + (i * conditions), conditions, 0) : 0;

            // The tiny number keeps a critic with no slope at all from dividing by zero.
            double norm = Math.Sqrt(square + 1e-12), gap = norm - 1;
            penalty += _options.Penalty * gap * gap / packs;
            float factor = (float)(2 * _options.Penalty / packs * gap / norm);
            ElementKernels.Scale(q + (i * inputs), q + (i * inputs), inputs, factor, false);
            if (conditions > 0)
            {
                ElementKernels.Scale(c + (i * conditions), c + (i * conditions), conditions, factor, false);
            }
        }

        return penalty;
    }

    private int Packs(ReadOnlySpan<float> rows, ReadOnlySpan<int> conditions)
    {
        int count = rows.Length / Columns;
        if (count == 0 || rows.Length % Columns != 0 || count % _options.Pack != 0 || conditions.Length != (Conditions > 0 ? count : 0))
        {
            throw new ArgumentException($"{rows.Length} values and {conditions.Length} conditions are no whole packs of {_options.Pack} "
                + $"rows of {Columns} columns.", nameof(rows));
        }

        _slots.Packs = count / _options.Pack;
        return _slots.Packs;
    }

    private Parameter Start(string name, int rows, int columns, int fanIn, RandomStream stream)
    {
        Parameter parameter = Store.Add(name, rows, columns);
        Initialiser.FanIn(parameter, fanIn, stream.Child(name));
        return parameter;
    }
}
