using CausalLoom.Numerics.Neural;
using CausalLoom.Numerics.Neural.Transformer;

namespace CausalLoom.Benchmarks;

/// <summary>
/// The language-model training step of docs/performance.md: GPT-2's architecture with 4 layers of 4 heads, width 128, 64
/// sequences of 40 tokens over 1,000, cross-entropy of the next token at every position, AdamW at 5e-4. Weights and tokens
/// come from <see cref="HashedNumbers"/>; tools/peers/gpt_step/gpt_step.py makes the same.
/// </summary>
internal sealed class GptProblem
{
    private const int Batch = 64, Length = 40, Batches = 4;
    private static readonly DecoderOptions Sizes = new() { Layers = 4, Heads = 4, Width = 128, Context = Length, Vocabulary = 1000 };
    private readonly ParameterStore _store = new();
    private readonly TransformerDecoder _decoder;
    private readonly Adam _adam;
    private readonly Tape _tape = new();
    private readonly int[][] _tokens, _targets;
    private int _step;

    public GptProblem()
    {
        _decoder = new TransformerDecoder(_store, Sizes, null);
        for (int p = 0; p < _store.Parameters.Count; p++)
        {
            Parameter parameter = _store.Parameters[p];
            if (parameter.Rows > 1)
            {
                HashedNumbers.Fill(parameter.Value, (uint)(300 + p), 0.035);
            }
        }

        _adam = new Adam(_store, new AdamOptions { LearningRate = 5e-4, Decoupled = true, WeightDecay = 0.01 });
        _tokens = new int[Batches][];
        _targets = new int[Batches][];
        for (int b = 0; b < Batches; b++)
        {
            int[] stream = [.. Enumerable.Range(0, Batch * (Length + 1)).Select(i => Token((uint)((b * Batch * (Length + 1)) + i)))];
            _tokens[b] = [.. Enumerable.Range(0, Batch * Length).Select(i => stream[(i / Length * (Length + 1)) + (i % Length)])];
            _targets[b] = [.. Enumerable.Range(0, Batch * Length).Select(i => stream[(i / Length * (Length + 1)) + (i % Length) + 1])];
        }
    }

    /// <summary>
    /// Floating-point operations of one step: all large products, and attention as if it were not causal, so that the
    /// share of the peak is not raised by work that causality saves. Embeddings are gathers and count as none.
    /// </summary>
    public static double Operations
    {
        get
        {
            double rows = Batch * Length, width = Sizes.Width;
            double layer = (12 * width * width) + (2 * Length * width);
            return 6 * rows * ((Sizes.Layers * layer) + (width * Sizes.Vocabulary));
        }
    }

    /// <summary>The same with only the lower half of attention.</summary>
    public static double CausalOperations => Operations - (6.0 * Batch * Length * Sizes.Layers * (Length - 1) * Sizes.Width);

    /// <summary>One training step; returns the loss before it.</summary>
    public double Step()
    {
        int batch = _step++ % Batches;
        _tape.Reset();
        _store.ZeroGradient();
        Node hidden = _decoder.Hidden(_tape, _decoder.Embed(_tape, _tokens[batch], Length), Length);
        Node loss = _decoder.CrossEntropy(_tape, hidden, _targets[batch]);
        _tape.Backward(loss);
        _adam.Step();
        return loss.Scalar;
    }

    // Squared, so that some tokens are common and there is something to learn.
    private static int Token(uint index)
    {
        double u = (HashedNumbers.At(299, index) + 1) / 2;
        return (int)(1000 * u * u);
    }
}
