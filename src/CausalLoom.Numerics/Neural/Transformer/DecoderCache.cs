using System.Runtime.CompilerServices;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Transformer;

/// <summary>
/// The keys (transposed: a row a column of the head, so that scores are vectors over positions) and values of the positions
/// that a <see cref="DecoderSession"/> has seen.
/// </summary>
internal sealed unsafe class DecoderCache
{
    private readonly int _heads, _headWidth, _pitch;
    private readonly PinnedFloats[] _keys, _values;

    internal DecoderCache(DecoderOptions options, int sequences, int positions)
    {
        Sequences = sequences;
        Positions = positions;
        _heads = options.Heads;
        _headWidth = options.Width / options.Heads;
        _pitch = PinnedFloats.RoundUp(positions);
        _keys = [.. Enumerable.Range(0, options.Layers).Select(_ => new PinnedFloats(checked(sequences * _heads * _headWidth * _pitch)))];
        _values = [.. Enumerable.Range(0, options.Layers)
            .Select(_ => new PinnedFloats(checked(sequences * _heads * _headWidth * positions)))];
    }

    internal int Sequences { get; }

    internal int Positions { get; }

    /// <summary>Keeps the keys and values of a position and gives the attention of its queries.</summary>
    internal void Attend(int layer, int sequences, int position, float* queriesKeysValues, float* output, float* scores)
    {
        int width = _heads * _headWidth;
        nint keyPlane = (nint)_headWidth * _pitch, valuePlane = (nint)_headWidth * Positions;
        for (int s = 0; s < sequences; s++)
        {
            for (int h = 0; h < _heads; h++)
            {
                nint plane = ((nint)s * _heads) + h;
                float* query = queriesKeysValues + ((nint)s * 3 * width) + (h * _headWidth);
                float* keys = _keys[layer].Pointer + (plane * keyPlane), values = _values[layer].Pointer + (plane * valuePlane);
                for (int d = 0; d < _headWidth; d++)
                {
                    keys[((nint)d * _pitch) + position] = query[width + d];
                    values[((nint)position * _headWidth) + d] = query[(2 * width) + d];
                }

                float* target = output + ((nint)s * width) + (h * _headWidth);
                Simd.Run(new StepKernel(query, keys, values, scores, target, position + 1, _headWidth, _pitch));
            }
        }
    }

    /// <summary>Moves the planes of some sequences to the front.</summary>
    internal void Retain(ReadOnlySpan<int> sequences, int positions)
    {
        int keys = checked(_heads * _headWidth * _pitch), values = checked(_heads * _headWidth * Positions);
        for (int layer = 0; layer < _keys.Length && positions > 0; layer++)
        {
            Span<float> allKeys = _keys[layer].Span(_keys[layer].Pointer, _keys[layer].Length);
            Span<float> allValues = _values[layer].Span(_values[layer].Pointer, _values[layer].Length);
            for (int s = 0; s < sequences.Length; s++)
            {
                if (sequences[s] != s)
                {
                    allKeys.Slice(sequences[s] * keys, keys).CopyTo(allKeys[(s * keys)..]);
                    allValues.Slice(sequences[s] * values, values).CopyTo(allValues[(s * values)..]);
                }
            }
        }
    }

    /// <summary>One query against the positions so far: the same chains of fused operations as the full pass.</summary>
    private readonly struct StepKernel(float* query, float* keys, float* values, float* scores, float* output, int positions, int width,
        int pitch) : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<T, TWide>()
            where T : struct, ILanes<T, TWide>
            where TWide : struct, IWide<TWide>
        {
            for (nint j = 0; j < positions; j += 16)
            {
                T sum = T.Create(0);
                for (nint d = 0; d < width; d++)
                {
                    sum = T.Fma(T.Create(query[d]), T.Load(keys + (d * pitch) + j), sum);
                }

                T.Store(scores + j, sum);
            }

            AttentionSoftmax.Row<T, TWide>(scores, positions, (float)(1 / Math.Sqrt(width)));
            for (nint d = 0; d < width; d += 16)
            {
                T mask = T.MaskOf((int)Math.Min(16, width - d)), sum = T.Create(0);
                for (nint j = 0; j < positions; j++)
                {
                    sum = T.Fma(T.Create(scores[j]), T.LoadMasked(values + (j * width) + d, mask), sum);
                }

                T.StoreMasked(output + d, mask, sum);
            }
        }
    }
}
