using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Adversarial;

/// <summary>
/// Sparse rows as parts of packs. They are kept slot after slot: the part of the weight that a slot meets then stays in the
/// cache over all packs.
/// </summary>
internal sealed unsafe class CriticSlots(int pack, FloatArena arena)
{
    /// <summary>Packs of a block in the present call.</summary>
    internal int Packs { get; set; }

    /// <summary>Rows of a table, [slot][pack][pair]: the columns of slot s begin at s·columns.</summary>
    internal SlottedRows Of(SparseRows rows, int columns)
    {
        int total = Packs * pack, each = rows.Indices.Length / total;
        int* indices = (int*)arena.Take(rows.Indices.Length);
        float* factors = arena.Take(rows.Factors.Length);
        for (int row = 0, slot = 0, at = 0; row < total; row++)
        {
            int from = row * each, to = ((slot * Packs) + at) * each;
            rows.Factors.Slice(from, each).CopyTo(new Span<float>(factors + to, each));
            for (int k = 0; k < each; k++)
            {
                int index = rows.Indices[from + k];
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, columns, nameof(rows));
                indices[to + k] = index < 0 ? -1 : (slot * columns) + index;
            }

            (slot, at) = slot + 1 == pack ? (0, at + 1) : (slot + 1, at);
        }

        return new SlottedRows(indices, factors, each);
    }

    /// <summary>Conditions, one a row, [slot][pack]; negative = none.</summary>
    internal SlottedRows Of(ReadOnlySpan<int> conditions, int columns)
    {
        int* indices = (int*)arena.Take(Math.Max(1, conditions.Length));
        for (int i = 0, slot = 0, at = 0; i < conditions.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(conditions[i], columns, nameof(conditions));
            indices[(slot * Packs) + at] = conditions[i] < 0 ? -1 : (slot * columns) + conditions[i];
            (slot, at) = slot + 1 == pack ? (0, at + 1) : (slot + 1, at);
        }

        return new SlottedRows(indices, null, 1);
    }

    /// <summary>Adds rows times a weight to z.</summary>
    internal void Gather(SlottedRows rows, Parameter weight, float* z)
    {
        for (int slot = 0; slot < pack; slot++)
        {
            int start = slot * Packs * rows.Each;
            SparseRowKernels.Add(rows.Indices + start, rows.Factors == null ? null : rows.Factors + start, Packs, rows.Each,
                weight.ValuePointer, z, weight.Columns);
        }
    }

    /// <summary>Adds rowsᵀ times delta to a weight's gradient.</summary>
    internal void Scatter(SlottedRows rows, float* delta, float* gradient, int width)
    {
        for (int slot = 0; slot < pack; slot++)
        {
            int start = slot * Packs * rows.Each;
            SparseRowKernels.Scatter(rows.Indices + start, rows.Factors == null ? null : rows.Factors + start, Packs, rows.Each, delta,
                gradient, width);
        }
    }
}
