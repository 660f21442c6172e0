namespace CausalLoom.Expressions;

/// <summary>The stack on which a block of rows is worked out.</summary>
internal sealed class ExpressionFrame(double[][] inputs, int depth, int block)
{
    private readonly double[][] _slots = [.. Enumerable.Range(0, depth).Select(_ => new double[block])];
    private int _top;

    /// <summary>The first row of the block.</summary>
    public int Offset { get; set; }

    /// <summary>The rows of the block.</summary>
    public int Count { get; set; }

    /// <summary>The value on top of the stack, a number a row.</summary>
    public Span<double> Top => _slots[_top - 1].AsSpan(0, Count);

    /// <summary>The value below the top.</summary>
    public Span<double> Second => _slots[_top - 2].AsSpan(0, Count);

    /// <summary>The value below that.</summary>
    public Span<double> Third => _slots[_top - 3].AsSpan(0, Count);

    /// <summary>Puts the same number on the stack for all rows.</summary>
    public void Push(double value)
    {
        _top++;
        Top.Fill(value);
    }

    /// <summary>Puts an input on the stack.</summary>
    public void PushInput(int input)
    {
        _top++;
        inputs[input].AsSpan(Offset, Count).CopyTo(Top);
    }

    /// <summary>Takes values from the stack.</summary>
    public void Drop(int count) => _top -= count;
}
