using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>
/// Mean over rows of Σ_columns −w·log p(z), with p the law of <see cref="AffineSpline"/>. Derivatives are found with the value,
/// in float64, and kept; the backward pass only scales them.
/// </summary>
internal sealed unsafe class SplineNllOperation : LossOperation
{
    private static readonly SplineNllOperation Instance = new();
    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    public static Node Record(Tape tape, Node raw, int[] starts, Node values, Node? weights, SplineShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(starts);
        shape.Check();
        int length = shape.RawLength, columns = values.Columns;
        Shapes.Require(raw.Rows == values.Rows && starts.Length == columns, "There are {0} splines for {1} columns.",
            starts.Length, columns);
        Shapes.Require(weights is null || (weights.Rows == values.Rows && weights.Columns == columns),
            "Weights have {0} columns; the values have {1}.", weights?.Columns ?? 0, columns);
        foreach (int start in starts)
        {
            Shapes.Require(start >= 0 && start + length <= raw.Columns, "A spline starts at column {0}; the node has {1}.", start,
                raw.Columns);
        }

        Node node = tape.Take(Instance, 1, 1);
        node.AddInput(raw);
        float* derivatives = tape.Arena.Take(checked(values.Length * length));
        node.Saved.Buffer0 = derivatives;
        node.Saved.Columns = starts;
        node.Saved.Integer0 = length;
        SplineGradient one = new(shape, stackalloc double[SplineGradient.ScratchLength(shape)]);
        double sum = 0;
        for (nint row = 0, at = 0; row < values.Rows; row++)
        {
            for (int c = 0; c < columns; c++, at++)
            {
                Span<float> target = new(derivatives + (at * length), length);
                float weight = weights is null ? 1 : weights.Data[at];
                if (weight == 0)
                {
                    target.Clear();
                    continue;
                }

                sum += weight * (one.Loss(new ReadOnlySpan<float>(raw.Data + (row * raw.Columns) + starts[c], length), values.Data[at],
                    weight, target) + HalfLogTwoPi);
            }
        }

        return Finish(node, sum / values.Rows);
    }

    public override void Backward(Node node)
    {
        Node raw = node.InputAt(0);
        if (!raw.NeedsGradient)
        {
            return;
        }

        int[] starts = (int[])node.Saved.Columns!;
        int length = node.Saved.Integer0;
        float factor = node.Grad[0] / raw.Rows;
        float* gradient = raw.TakeGradient(out bool accumulate);
        if (!accumulate)
        {
            new Span<float>(gradient, raw.Length).Clear();
        }

        float* from = node.Saved.Buffer0;
        for (nint row = 0; row < raw.Rows; row++)
        {
            for (int c = 0; c < starts.Length; c++, from += length)
            {
                ElementKernels.Scale(from, gradient + (row * raw.Columns) + starts[c], length, factor, true);
            }
        }
    }
}
