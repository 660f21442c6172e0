using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural.Kernels;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Numerics.Neural.Adversarial;

/// <summary>
/// The hidden layers of a critic over packs of one or three blocks (generated, between, real):
/// h_l = M_l ∘ (h_{l−1} W_l + b_l), D = h_L w + b, and backwards v_L = w ∘ M_L, v_{l−1} = (v_l W_lᵀ) ∘ M_{l−1}.
/// </summary>
internal sealed unsafe class CriticPass
{
    private readonly CriticOptions _options;
    private readonly Parameter[] _weights, _biases;
    private readonly FloatArena _arena;
    private readonly float*[] _hidden, _masks, _deltas;
    private float* _scores;
    private int _rows;

    internal CriticPass(CriticOptions options, Parameter[] weights, Parameter[] biases, FloatArena arena)
    {
        _options = options;
        _weights = weights;
        _biases = biases;
        _arena = arena;
        _hidden = new float*[weights.Length];
        _masks = new float*[weights.Length];
        _deltas = new float*[weights.Length];
    }

    /// <summary>Takes buffers for so many packs and gives the first layer's, which the caller fills with h_0 W_1 + b_1.</summary>
    internal float* Begin(int rows)
    {
        _rows = rows;
        for (int l = 0; l < _hidden.Length; l++)
        {
            int length = rows * _options.Widths[l];
            _hidden[l] = _arena.Take(length);
            _masks[l] = _arena.Take(length);
            _deltas[l] = _arena.Take(length);
        }

        _scores = _arena.Take(rows);
        return _hidden[0];
    }

    internal float* Hidden(int layer) => _hidden[layer];

    internal float* Delta(int layer) => _deltas[layer];

    internal void Forward(RandomStream? dropout)
    {
        for (int l = 0; l < _hidden.Length; l++)
        {
            int length = _rows * _options.Widths[l];
            if (l > 0)
            {
                Gemm.Multiply(GemmKind.NN, _rows, _options.Widths[l], _options.Widths[l - 1], _hidden[l - 1], _weights[l - 1].ValuePointer,
                    _hidden[l], false, _biases[l].ValuePointer);
            }

            Span<float> mask = new(_masks[l], length);
            if (dropout is not null && _options.Dropout > 0 && (l > 0 || _options.DropoutInFirstLayer))
            {
                dropout.FillDropoutMask(mask, _options.Dropout);
            }
            else
            {
                mask.Fill(1);
            }

            MaskKernels.Forward(_hidden[l], _masks[l], length, (float)_options.Slope);
        }

        int top = _hidden.Length - 1;
        Gemm.Multiply(GemmKind.NN, _rows, 1, _options.Widths[top], _hidden[top], _weights[top].ValuePointer, _scores, false,
            _biases[top + 1].ValuePointer);
    }

    /// <summary>The mean scores of the first and the third block.</summary>
    internal CriticLoss Scores(int packs) => new(Mean(0, packs), Mean(2 * packs, packs), 0);

    internal double Mean(int start, int packs)
    {
        double sum = 0;
        for (int i = start; i < start + packs; i++)
        {
            sum += _scores[i];
        }

        return sum / packs;
    }

    internal float[] Scored(int packs) => new ReadOnlySpan<float>(_scores, packs).ToArray();

    /// <summary>v of every block, times the derivative of the loss by the block's scores.</summary>
    internal void Backward(ReadOnlySpan<double> blocks, int packs)
    {
        int top = _hidden.Length - 1, width = _options.Widths[top];
        for (int block = 0; block < blocks.Length; block++)
        {
            nint at = (nint)block * packs * width;
            MaskKernels.Broadcast(_weights[top].ValuePointer, _masks[top] + at, packs, width, (float)blocks[block], _deltas[top] + at);
        }

        for (int l = top; l > 0; l--)
        {
            int inputs = _options.Widths[l - 1];
            Gemm.Multiply(GemmKind.NT, _rows, inputs, _options.Widths[l], _deltas[l], _weights[l - 1].ValuePointer, _deltas[l - 1],
                false, null);
            ElementKernels.Multiply(_deltas[l - 1], _masks[l - 1], _deltas[l - 1], _rows * inputs, false);
        }
    }

    /// <summary>
    /// Carries the penalty's adjoint u upwards through the middle block, whose hidden values it replaces (the first layer's
    /// already hold q W_1): u_l = (u_{l−1} W_l) ∘ M_l.
    /// </summary>
    internal void Adjoint(int packs)
    {
        for (int l = 0; l < _hidden.Length; l++)
        {
            nint at = (nint)packs * _options.Widths[l];
            if (l > 0)
            {
                float* below = _hidden[l - 1] + ((nint)packs * _options.Widths[l - 1]);
                Gemm.Multiply(GemmKind.NN, packs, _options.Widths[l], _options.Widths[l - 1], below, _weights[l - 1].ValuePointer,
                    _hidden[l] + at, false, null);
            }

            ElementKernels.Multiply(_hidden[l] + at, _masks[l] + at, _hidden[l] + at, packs * _options.Widths[l], false);
        }
    }

    /// <summary>
    /// Gradients of all layers but the first's weights: one product over the three blocks gives loss and penalty together.
    /// </summary>
    internal void Gradients(int packs)
    {
        int top = _hidden.Length - 1;
        for (int l = 0; l <= top; l++)
        {
            int width = _options.Widths[l];
            if (l > 0)
            {
                Gemm.Multiply(GemmKind.TN, _options.Widths[l - 1], width, _rows, _hidden[l - 1], _deltas[l],
                    _weights[l - 1].TakeGradient(out _), false, null);
            }

            // The penalty does not depend on the biases, so the middle block is left out.
            float* bias = _biases[l].TakeGradient(out _);
            ColumnKernels.Sum(_deltas[l], packs, width, bias, false);
            ColumnKernels.Sum(_deltas[l] + ((nint)2 * packs * width), packs, width, bias, true);
        }

        float* derivative = _scores;
        for (int i = 0; i < _rows; i++)
        {
            derivative[i] = i < packs ? 1f / packs : i < 2 * packs ? 1 : -1f / packs;
        }

        Gemm.Multiply(GemmKind.TN, _options.Widths[top], 1, _rows, _hidden[top], derivative, _weights[top].TakeGradient(out _),
            false, null);

        // As many generated packs as real ones: the last bias cancels.
        _biases[top + 1].TakeGradient(out _)[0] = 0;
    }
}
