using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy, 2015) with an activation: φ((x − mean)·γ/√(var + ε) + β) column by column.
/// Training uses the batch's moments, taken in two passes in float64; otherwise the running ones.
/// </summary>
internal sealed unsafe class BatchNormOperation : Operation
{
    private static readonly BatchNormOperation Instance = new();

    public static Node Record(Tape tape, Node x, BatchNormLayer layer, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Shapes.Require(x.Columns == layer.Scale.Length, "The input has {0} columns; batch normalisation expects {1}.", x.Columns,
            layer.Scale.Length);
        Shapes.Require(!tape.Training || x.Rows > 1, "Batch normalisation cannot train on a batch of {0} row ({1} columns).", x.Rows,
            x.Columns);
        Node node = tape.Take(Instance, x.Rows, x.Columns);
        node.AddInput(x);
        node.NeedsGradient = true;
        node.Saved.Parameter0 = layer.Scale;
        node.Saved.Parameter1 = layer.Shift;
        node.Saved.Activation = activation;
        node.Saved.Training = tape.Training;
        float* mean = tape.Arena.Take(x.Columns), inverse = tape.Arena.Take(x.Columns);
        node.Saved.Buffer0 = mean;
        node.Saved.Buffer1 = inverse;
        Statistics(tape, x, layer, mean, inverse);
        float* z = ActivationKernels.ReadsInput(activation) ? tape.Arena.Take(node.Length) : node.Data;
        node.Saved.Buffer2 = z;
        ColumnKernels.Normalise(x.Data, x.Rows, x.Columns, mean, inverse, layer.Scale.ValuePointer, layer.Shift.ValuePointer, z);
        if (activation != Activation.Identity)
        {
            ActivationKernels.Forward(activation, z, node.Data, node.Length);
        }

        return node;
    }

    public override void Backward(Node node)
    {
        Node x = node.InputAt(0);
        Saved saved = node.Saved;
        int rows = node.Rows, columns = node.Columns;
        if (saved.Activation != Activation.Identity)
        {
            ActivationKernels.Backward(saved.Activation, saved.Buffer2, node.Data, node.Grad, node.Grad, node.Length, false);
        }

        // For each column: sum of dy and of dy·(x − mean)/sd, which are also the gradients of shift and scale.
        float* sums = node.Tape.Arena.Take(columns), products = node.Tape.Arena.Take(columns);
        ColumnKernels.GradientSums(node.Grad, x.Data, rows, columns, saved.Buffer0, saved.Buffer1, sums, products);
        float* scaleGradient = saved.Parameter0!.TakeGradient(out bool accumulate);
        ElementKernels.Scale(products, scaleGradient, columns, 1, accumulate);
        float* shiftGradient = saved.Parameter1!.TakeGradient(out accumulate);
        ElementKernels.Scale(sums, shiftGradient, columns, 1, accumulate);
        if (x.NeedsGradient)
        {
            float* inputGradient = x.TakeGradient(out accumulate);
            float share = saved.Training ? 1f / rows : 0;
            ColumnKernels.NormaliseGradient(node.Grad, x.Data, rows, columns, saved.Buffer0, saved.Buffer1, saved.Parameter0.ValuePointer,
                sums, products, share, inputGradient, accumulate);
        }
    }

    private static void Statistics(Tape tape, Node x, BatchNormLayer layer, float* mean, float* inverse)
    {
        double[] runningMean = layer.RunningMean.Values, runningVariance = layer.RunningVariance.Values;
        int columns = x.Columns;
        if (!tape.Training)
        {
            for (int j = 0; j < columns; j++)
            {
                mean[j] = (float)runningMean[j];
                inverse[j] = (float)(1 / Math.Sqrt((float)runningVariance[j] + layer.Epsilon));
            }

            return;
        }

        int padded = PinnedFloats.RoundUp(columns);
        double* moments = (double*)tape.Arena.Take(4 * padded);
        ColumnKernels.Moments(x.Data, x.Rows, columns, moments, moments + padded);
        double unbiased = x.Rows / (x.Rows - 1.0);
        for (int j = 0; j < columns; j++)
        {
            double variance = moments[padded + j];
            mean[j] = (float)moments[j];
            inverse[j] = (float)(1 / Math.Sqrt(variance + layer.Epsilon));
            runningMean[j] += layer.Momentum * (moments[j] - runningMean[j]);
            runningVariance[j] += layer.Momentum * ((variance * unbiased) - runningVariance[j]);
        }
    }
}
