using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>
/// Mean over rows of Σ_columns w·½(v + (y − μ)²/exp v), the Gaussian negative log-likelihood without ½·log 2π, where v is
/// a log-variance: one a row and column, or one a column for all rows.
/// </summary>
internal sealed unsafe class GaussianNllOperation : LossOperation
{
    private static readonly GaussianNllOperation Instance = new();

    public static Node Record(Tape tape, Node mean, Node target, Node logVariance, int[]? columns, Node? weights)
    {
        Node node = Begin(tape, Instance, mean, target, null);
        int count = columns?.Length ?? mean.Columns;
        Shapes.Require(logVariance.Columns == count, "There are {0} columns of log-variances for {1} columns.", logVariance.Columns, count);
        Shapes.Require(logVariance.Rows == mean.Rows || logVariance.Rows == 1, "There are {0} rows of log-variances for {1} rows.",
            logVariance.Rows, mean.Rows);
        node.AddInput(logVariance);
        if (weights is not null)
        {
            Shapes.Require(weights.Rows == mean.Rows && (weights.Columns == 1 || weights.Columns == mean.Columns),
                "Weights of {0} × {1} fit neither rows nor elements.", weights.Rows, weights.Columns);
            node.AddInput(weights);
        }

        node.Saved.Columns = columns;
        float* precision = tape.Arena.Take(logVariance.Length);
        node.Saved.Buffer0 = precision;
        ElementKernels.Affine(logVariance.Data, precision, logVariance.Length, -1, 0);
        ElementKernels.Exp(precision, precision, logVariance.Length);
        double sum = 0;
        for (nint row = 0; row < mean.Rows; row++)
        {
            nint parameters = logVariance.Rows == 1 ? 0 : row * count;
            for (nint k = 0; k < count; k++)
            {
                nint column = columns is null ? k : columns[k], at = (row * mean.Columns) + column;
                double difference = target.Data[at] - mean.Data[at];
                sum += WeightAt(weights, row, column) * 0.5 * (
                    logVariance.Data[parameters + k] + (difference * difference * precision[parameters + k]));
            }
        }

        return Finish(node, sum / mean.Rows);
    }

    public override void Backward(Node node)
    {
        Node mean = node.InputAt(0), logVariance = node.InputAt(2);
        float* meanGradient = mean.NeedsGradient ? Cleared(mean) : null;
        float* varianceGradient = logVariance.NeedsGradient ? Cleared(logVariance) : null;
        for (nint row = 0; row < mean.Rows; row++)
        {
            BackwardRow(node, row, meanGradient, varianceGradient);
        }
    }

    private static void BackwardRow(Node node, nint row, float* meanGradient, float* varianceGradient)
    {
        Node mean = node.InputAt(0), target = node.InputAt(1), logVariance = node.InputAt(2);
        Node? weights = node.InputCount > 3 ? node.InputAt(3) : null;
        int[]? columns = (int[]?)node.Saved.Columns;
        float factor = node.Grad[0] / mean.Rows;
        nint count = logVariance.Columns, parameters = logVariance.Rows == 1 ? 0 : row * count;
        for (nint k = 0; k < count; k++)
        {
            nint column = columns is null ? k : columns[k], at = (row * mean.Columns) + column;
            float share = factor * WeightAt(weights, row, column), precision = node.Saved.Buffer0[parameters + k];
            float difference = target.Data[at] - mean.Data[at];
            if (meanGradient != null)
            {
                meanGradient[at] -= share * difference * precision;
            }

            if (varianceGradient != null)
            {
                varianceGradient[parameters + k] += share * 0.5f * (1 - (difference * difference * precision));
            }
        }
    }

    private static float* Cleared(Node input)
    {
        float* gradient = input.TakeGradient(out bool accumulate);
        if (!accumulate)
        {
            new Span<float>(gradient, input.Length).Clear();
        }

        return gradient;
    }
}
