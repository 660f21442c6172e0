using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>
/// Causal multi-head self-attention (Vaswani and others, 2017) on queries, keys and values side by side:
/// [sequences·tokens × 3·width] → [sequences·tokens × width]. Positions beyond a sequence's length give zeros and get no
/// gradient; since they come last, no other position sees them.
/// </summary>
internal sealed unsafe class AttentionOperation : Operation
{
    /// <summary>Up to so many tokens the probabilities are kept for the backward pass; beyond, they are computed again.</summary>
    private const int KeptTokens = 128;
    private static readonly AttentionOperation Instance = new();

    public static Node Record(Tape tape, Node queriesKeysValues, int tokens, int heads, ReadOnlySpan<int> lengths)
    {
        int rows = queriesKeysValues.Rows, width = queriesKeysValues.Columns / 3;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tokens);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(heads);
        Shapes.Require(rows % tokens == 0, "There are {0} rows; sequences have {1} tokens.", rows, tokens);
        Shapes.Require(queriesKeysValues.Columns == 3 * width && width % heads == 0,
            "{0} columns do not divide into queries, keys and values of {1} heads.", queriesKeysValues.Columns, heads);
        AttentionShape shape = new(rows / tokens, tokens, heads, width / heads);
        Shapes.Require(lengths.IsEmpty || lengths.Length == shape.Sequences, "There are {0} lengths for {1} sequences.", lengths.Length,
            shape.Sequences);
        Node node = tape.Take(Instance, rows, width);
        node.AddInput(queriesKeysValues);
        node.Saved.Integer0 = tokens;
        node.Saved.Integer1 = heads;
        int* kept = (int*)tape.Arena.Take(shape.Sequences);
        for (int s = 0; s < shape.Sequences; s++)
        {
            kept[s] = lengths.IsEmpty ? tokens : lengths[s];
            Shapes.Require(kept[s] >= 0 && kept[s] <= tokens, "A sequence of length {0} does not fit {1} tokens.", kept[s], tokens);
        }

        node.Saved.Buffer0 = (float*)kept;
        node.Saved.Buffer1 = tokens <= KeptTokens ? tape.Arena.Take(checked(shape.Sequences * heads * shape.Plane)) : null;
        node.Saved.Buffer2 = tape.Arena.Take((2 * shape.Plane) + AttentionKernels.ScratchLength(shape));
        Forward(node, shape, kept);
        return node;
    }

    public override void Backward(Node node)
    {
        Node x = node.InputAt(0);
        AttentionShape shape = new(node.Rows / node.Saved.Integer0, node.Saved.Integer0, node.Saved.Integer1,
            node.Columns / node.Saved.Integer1);
        int* lengths = (int*)node.Saved.Buffer0;
        float* gradient = x.TakeGradient(out bool accumulate), scores = node.Saved.Buffer2, packed = scores + (2 * shape.Plane);
        for (int s = 0; s < shape.Sequences; s++)
        {
            nint first = (nint)s * shape.Tokens;
            float* from = x.Data + (first * shape.Stride), to = gradient + (first * shape.Stride),
                above = node.Grad + (first * shape.Width);
            for (int h = 0; h < shape.Heads; h++)
            {
                nint at = (nint)h * shape.HeadWidth;
                float* p = node.Saved.Buffer1 == null ? scores + shape.Plane
                    : node.Saved.Buffer1 + ((((nint)s * shape.Heads) + h) * shape.Plane);
                if (node.Saved.Buffer1 == null)
                {
                    AttentionKernels.Forward(shape, lengths[s], from + at, p, null, packed);
                }

                AttentionKernels.Backward(shape, lengths[s], from + at, p, above + at, to + at, accumulate, scores, packed);
            }

            if (!accumulate)
            {
                new Span<float>(to + ((nint)lengths[s] * shape.Stride), (shape.Tokens - lengths[s]) * shape.Stride).Clear();
            }
        }
    }

    private static void Forward(Node node, in AttentionShape shape, int* lengths)
    {
        float* x = node.InputAt(0).Data, scores = node.Saved.Buffer2, packed = scores + (2 * shape.Plane);
        for (int s = 0; s < shape.Sequences; s++)
        {
            nint first = (nint)s * shape.Tokens;
            float* output = node.Data + (first * shape.Width);
            for (int h = 0; h < shape.Heads; h++)
            {
                nint at = (nint)h * shape.HeadWidth;
                float* p = node.Saved.Buffer1 == null ? scores : node.Saved.Buffer1 + ((((nint)s * shape.Heads) + h) * shape.Plane);
                AttentionKernels.Forward(shape, lengths[s], x + (first * shape.Stride) + at, p, output + at, packed);
            }

            new Span<float>(output + ((nint)lengths[s] * shape.Width), (shape.Tokens - lengths[s]) * shape.Width).Clear();
        }
    }
}
