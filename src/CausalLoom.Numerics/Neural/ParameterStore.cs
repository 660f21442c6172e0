using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Neural;

/// <summary>
/// All parameters of a network in two flat aligned float32 arenas (values, gradients), so that optimisers, clipping and
/// snapshots are single passes. Every parameter begins on a 64-byte boundary; the padding stays zero. Not safe for two
/// threads at once: one network, one thread.
/// </summary>
public sealed unsafe class ParameterStore : IResumable
{
    private readonly List<Parameter> _parameters = [];
    private readonly List<RunningState> _states = [];
    private PinnedFloats _values = new(1024);
    private PinnedFloats _gradients = new(1024);

    /// <summary>The parameters, in order of creation.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>The untrained states, in order of creation.</summary>
    public IReadOnlyList<RunningState> States => _states;

    /// <summary>
    /// True where the parameters are not to be trained: the costly gradients are then left out, and those that remain mean nothing.
    /// </summary>
    public bool Frozen { get; set; }

    /// <summary>The number of values that <see cref="Save()"/> writes: parameters, then states, without padding.</summary>
    public int SavedLength => _parameters.Sum(p => p.Length) + _states.Sum(s => s.Values.Length);

    /// <summary>The length of the arenas in use, padding included.</summary>
    internal int Used { get; private set; }

    internal float* Values => _values.Pointer;

    internal float* Gradients => _gradients.Pointer;

    /// <summary>Adds a parameter of zeros.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public Parameter Add(string name, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        RequireFreeName(name);
        int offset = Used, end = checked(offset + PinnedFloats.RoundUp(checked(rows * columns)));
        if (end > _values.Length)
        {
            _values = Grow(_values, end);
            _gradients = Grow(_gradients, end);
        }

        Used = end;
        Parameter parameter = new(this, name, rows, columns, offset);
        _parameters.Add(parameter);
        return parameter;
    }

    /// <summary>Adds an untrained state filled with one value.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public RunningState AddState(string name, int length, double initial = 0)
    {
        RequireFreeName(name);
        RunningState state = new(name, length, initial);
        _states.Add(state);
        return state;
    }

    /// <summary>Sets every gradient to zero (lazily: the next contribution overwrites).</summary>
    public void ZeroGradient()
    {
        for (int i = 0; i < _parameters.Count; i++)
        {
            _parameters[i].Stale = true;
        }
    }

    /// <summary>The Euclidean norm of all gradients together, summed in float64.</summary>
    public double GradientNorm()
    {
        Settle();
        double norm = Math.Sqrt(Kernels.OptimiserKernels.SumOfSquares(Gradients, Used));
        GC.KeepAlive(this);
        return norm;
    }

    /// <summary>
    /// Scales all gradients so that their common norm does not exceed <paramref name="maximum"/>, by
    /// min(1, maximum / (norm + 1e-6)) as torch's clip_grad_norm_ does.
    /// </summary>
    /// <returns>The norm before clipping.</returns>
    public double ClipGradientNorm(double maximum)
    {
        double norm = GradientNorm();
        double factor = maximum / (norm + 1e-6);
        if (factor < 1)
        {
            Kernels.OptimiserKernels.Scale(Gradients, Used, (float)factor);
            GC.KeepAlive(this);
        }

        return norm;
    }

    /// <summary>All values: parameters in order of creation, then states rounded to float32.</summary>
    public float[] Save()
    {
        float[] saved = new float[SavedLength];
        int at = 0;
        foreach (Parameter parameter in _parameters)
        {
            parameter.Value.CopyTo(saved.AsSpan(at));
            at += parameter.Length;
        }

        foreach (double value in _states.SelectMany(s => s.Values))
        {
            saved[at++] = (float)value;
        }

        return saved;
    }

    /// <summary>Sets all values from what <see cref="Save"/> gave for a network of the same structure.</summary>
    /// <exception cref="ArgumentException">The length is another.</exception>
    public void Load(ReadOnlySpan<float> saved)
    {
        if (saved.Length != SavedLength)
        {
            throw new ArgumentException($"This network has {SavedLength} values, not {saved.Length}.", nameof(saved));
        }

        foreach (Parameter parameter in _parameters)
        {
            saved[..parameter.Length].CopyTo(parameter.Value);
            saved = saved[parameter.Length..];
        }

        foreach (RunningState state in _states)
        {
            for (int i = 0; i < state.Values.Length; i++)
            {
                state.Values[i] = saved[i];
            }

            saved = saved[state.Values.Length..];
        }
    }

    /// <summary>Clears the gradients that nothing was written to since they were zeroed.</summary>
    internal void Settle()
    {
        for (int i = 0; i < _parameters.Count; i++)
        {
            _parameters[i].Settle();
        }
    }

    /// <summary>Values from a place in the arena, as a span that keeps it alive.</summary>
    internal Span<float> ValueSpan(int offset, int length) => _values.Span(_values.Pointer + offset, length);

    /// <summary>Gradients from a place in the arena, as a span that keeps it alive.</summary>
    internal Span<float> GradientSpan(int offset, int length) => _gradients.Span(_gradients.Pointer + offset, length);

    private static PinnedFloats Grow(PinnedFloats old, int length)
    {
        PinnedFloats grown = new(Math.Max(length, 2 * old.Length));
        old.Span(old.Pointer, old.Length).CopyTo(grown.Span(grown.Pointer, grown.Length));
        return grown;
    }

    private void RequireFreeName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (_parameters.Exists(p => p.Name == name) || _states.Exists(s => s.Name == name))
        {
            throw new ArgumentException($"The network already has a part named '{name}'.", nameof(name));
        }
    }

    /// <summary>Parameters and untrained states to the bit; gradients are none of it.</summary>
    /// <inheritdoc />
    public void Exchange(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Values(ValueSpan(0, Used));
        foreach (RunningState running in _states)
        {
            state.Values(running.Values.AsSpan());
        }
    }
}
