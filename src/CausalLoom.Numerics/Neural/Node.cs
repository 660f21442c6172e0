using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural.Operations;

namespace CausalLoom.Numerics.Neural;

/// <summary>
/// One value on a <see cref="Tape"/>: a float32 matrix [rows × columns], row-major and contiguous, with its gradient after
/// <see cref="Tape.Backward"/>. Nodes and their buffers are reused: a node is dead after <see cref="Tape.Reset"/>.
/// </summary>
public sealed unsafe class Node
{
    private Node[] _inputs = new Node[2];

    internal Node()
    {
    }

    /// <summary>The number of rows (usually the batch).</summary>
    public int Rows { get; internal set; }

    /// <summary>The number of columns (usually features).</summary>
    public int Columns { get; internal set; }

    /// <summary>The number of values.</summary>
    public int Length => Rows * Columns;

    /// <summary>The values, in place.</summary>
    public Span<float> Value => DataBlock.Span(Data, Length);

    /// <summary>The value of a loss, in float64.</summary>
    public double Scalar { get; internal set; }

    /// <summary>
    /// The derivative of the loss with respect to this node; empty where no gradient reached it. Kept for inputs and
    /// parameters only: operations reuse the buffers of inner nodes during the backward pass.
    /// </summary>
    public ReadOnlySpan<float> Gradient => Grad == null ? [] : GradBlock.Span(Grad, Length);

    internal float* Data { get; set; }

    internal float* Grad { get; set; }

    /// <summary>What <see cref="Data"/> points into.</summary>
    internal PinnedFloats DataBlock { get; set; } = null!;

    /// <summary>What <see cref="Grad"/> points into.</summary>
    internal PinnedFloats GradBlock { get; private set; } = null!;

    internal bool NeedsGradient { get; set; }

    internal Operation Operation { get; set; } = InputOperation.Instance;

    internal Tape Tape { get; set; } = null!;

    internal int InputCount { get; private set; }

    /// <summary>What an operation keeps between its forward and its backward pass.</summary>
    internal Saved Saved;

    /// <summary>One row, in place.</summary>
    public Span<float> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
        return Value.Slice(row * Columns, Columns);
    }

    internal Node InputAt(int index) => _inputs[index];

    internal void ClearInputs() => InputCount = 0;

    internal void AddInput(Node input)
    {
        if (input.Tape != Tape)
        {
            throw new ArgumentException("A node of another tape cannot be used here.", nameof(input));
        }

        if (InputCount == _inputs.Length)
        {
            Array.Resize(ref _inputs, 2 * InputCount);
        }

        _inputs[InputCount++] = input;
        NeedsGradient |= input.NeedsGradient;
    }

    /// <summary>
    /// Takes over the complete gradient of a node that passes it on unchanged, buffer and all, unless there is one already.
    /// </summary>
    internal bool InheritGradient(Node from)
    {
        if (Grad != null)
        {
            return false;
        }

        Grad = from.Grad;
        GradBlock = from.GradBlock;
        return true;
    }

    /// <summary>The gradient buffer for one contribution, which overwrites where <paramref name="accumulate"/> is false.</summary>
    internal float* TakeGradient(out bool accumulate)
    {
        accumulate = Grad != null;
        if (Grad == null)
        {
            Grad = Tape.Arena.Take(Length);
            GradBlock = Tape.Arena.Current;
        }

        return Grad;
    }
}
