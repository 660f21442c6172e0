using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Numerics.Neural.Adversarial;

namespace CausalLoom.Generators.Gan;

/// <summary>The real rows of a step as the critic takes them: their values, and one column for the one of every block.</summary>
internal sealed class CtganBatch
{
    private readonly HeadLayout _layout;
    private readonly ModeSpecificRows _coded;
    private readonly int[] _indices;
    private readonly float[] _factors;
    private readonly int _each;

    internal CtganBatch(HeadLayout layout, ModeSpecificRows coded, int rows)
    {
        _layout = layout;
        _coded = coded;
        _each = layout.Values + layout.BlockColumns.Length;
        _indices = new int[rows * _each];
        _factors = new float[rows * _each];
        Array.Fill(_factors, 1);
        for (int at = 0; at < _indices.Length; at++)
        {
            _indices[at] = at % _each;
        }
    }

    internal SparseRows Rows => new(_indices, _factors);

    /// <summary>Puts a row of the data at a place of the batch.</summary>
    internal void Set(int place, int row)
    {
        int at = place * _each, values = _layout.Values;
        _coded.Values.AsSpan(row * values, values).CopyTo(_factors.AsSpan(at));
        ReadOnlySpan<int> categories = _coded.Categories.AsSpan(row * _coded.Columns, _coded.Columns);
        for (int b = 0; b < _layout.BlockColumns.Length; b++)
        {
            _indices[at + values + b] = values + _layout.Segments[b].Start + categories[_layout.BlockColumns[b]];
        }
    }
}
