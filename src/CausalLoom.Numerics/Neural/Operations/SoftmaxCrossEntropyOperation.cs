using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>
/// Sum over column segments, mean over rows, of −w_s·log softmax(z_s)[target]. A negative target (a missing value)
/// adds nothing.
/// </summary>
internal sealed unsafe class SoftmaxCrossEntropyOperation : LossOperation
{
    private static readonly SoftmaxCrossEntropyOperation Instance = new();

    public static Node Record(Tape tape, Node logits, Segment[] segments, ReadOnlySpan<int> targets, float[]? segmentWeights,
        Node? rowWeights)
    {
        ArgumentNullException.ThrowIfNull(segments);
        Shapes.RequireInside(segments, logits.Columns);
        Shapes.Require(targets.Length == logits.Rows * segments.Length, "There are {0} targets for {1} row-segments.", targets.Length,
            logits.Rows * segments.Length);
        Shapes.Require(segmentWeights is null || segmentWeights.Length == segments.Length, "There are {0} weights for {1} segments.",
            segmentWeights?.Length ?? 0, segments.Length);
        Shapes.Require(rowWeights is null || rowWeights.Length == logits.Rows, "There are {0} weights for {1} rows.",
            rowWeights?.Length ?? 0, logits.Rows);
        Node node = tape.Take(Instance, 1, 1);
        node.AddInput(logits);
        if (rowWeights is not null)
        {
            node.AddInput(rowWeights);
        }

        int* labels = (int*)tape.Arena.Take(targets.Length);
        targets.CopyTo(new Span<int>(labels, targets.Length));
        node.Saved.Buffer0 = tape.Arena.Take(logits.Length);
        node.Saved.Buffer1 = (float*)labels;
        node.Saved.Columns = segments;
        node.Saved.Weights = segmentWeights;
        float* logSums = tape.Arena.Take(2 * targets.Length);
        SoftmaxKernels.Forward(logits.Data, null, logits.Rows, logits.Columns, segments, 1, node.Saved.Buffer0, (double*)logSums, labels);
        double sum = 0;
        for (nint row = 0, at = 0; row < logits.Rows; row++)
        {
            for (int s = 0; s < segments.Length; s++, at++)
            {
                if (labels[at] >= 0)
                {
                    Shapes.Require(labels[at] < segments[s].Length, "Target {0} lies outside its segment of {1} columns.", labels[at],
                        segments[s].Length);
                    float logit = logits.Data[(row * logits.Columns) + segments[s].Start + labels[at]];
                    sum += WeightOf(node, row, s) * (((double*)logSums)[at] - logit);
                }
            }
        }

        return Finish(node, sum / logits.Rows);
    }

    public override void Backward(Node node)
    {
        Node logits = node.InputAt(0);
        if (!logits.NeedsGradient)
        {
            return;
        }

        Segment[] segments = (Segment[])node.Saved.Columns!;
        int* labels = (int*)node.Saved.Buffer1;
        float factor = node.Grad[0] / logits.Rows;
        float* gradient = logits.TakeGradient(out bool accumulate);
        if (!accumulate)
        {
            new Span<float>(gradient, logits.Length).Clear();
        }

        float* rowWeights = node.InputCount > 1 ? node.InputAt(1).Data : null;
        CrossEntropyKernels.Gradient(node.Saved.Buffer0, labels, logits.Rows, logits.Columns, segments, factor, rowWeights,
            node.Saved.Weights as float[], gradient);
    }

    private static float WeightOf(Node node, nint row, int segment)
    {
        float weight = node.InputCount > 1 ? node.InputAt(1).Data[row] : 1;
        return node.Saved.Weights is float[] segmentWeights ? weight * segmentWeights[segment] : weight;
    }
}
