using CausalLoom.Numerics.Linear;

namespace CausalLoom.Numerics.Neural;

/// <summary>
/// A trainable float32 matrix inside a <see cref="ParameterStore"/>, row-major and contiguous. Weights of linear
/// layers are stored [inputs × outputs], that is, transposed with respect to torch; biases are [1 × outputs].
/// </summary>
public sealed unsafe class Parameter
{
    private readonly ParameterStore _store;
    private readonly int _offset;

    internal Parameter(ParameterStore store, string name, int rows, int columns, int offset)
    {
        _store = store;
        _offset = offset;
        Name = name;
        Rows = rows;
        Columns = columns;
    }

    /// <summary>The name, unique in its store.</summary>
    public string Name { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The number of values.</summary>
    public int Length => Rows * Columns;

    /// <summary>The values, in place; take the span anew after parameters are added to the store.</summary>
    public Span<float> Value => _store.ValueSpan(_offset, Length);

    /// <summary>The gradient accumulated since the last <see cref="ParameterStore.ZeroGradient"/>, in place.</summary>
    public Span<float> Gradient
    {
        get
        {
            Settle();
            return _store.GradientSpan(_offset, Length);
        }
    }

    /// <summary>Whether operations may leave its gradient out.</summary>
    internal bool Frozen => _store.Frozen;

    internal float* ValuePointer => _store.Values + _offset;

    internal bool Stale { get; set; } = true;

    private float* GradientPointer => _store.Gradients + _offset;

    /// <summary>The gradient buffer for one contribution, which overwrites where <paramref name="accumulate"/> is false.</summary>
    internal float* TakeGradient(out bool accumulate)
    {
        accumulate = !Stale;
        Stale = false;
        return GradientPointer;
    }

    /// <summary>Clears a gradient that nothing was written to since it was zeroed.</summary>
    internal void Settle()
    {
        if (Stale)
        {
            _store.GradientSpan(_offset, PinnedFloats.RoundUp(Length)).Clear();
            Stale = false;
        }
    }
}
