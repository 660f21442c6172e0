using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>Layer normalisation (Ba, Kiros and Hinton, 2016) with an activation: each row is standardised, then γ·x̂ + β.</summary>
internal sealed unsafe class LayerNormOperation : Operation
{
    private static readonly LayerNormOperation Instance = new();

    public static Node Record(Tape tape, Node x, LayerNormLayer layer, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Shapes.Require(x.Columns == layer.Scale.Length, "The input has {0} columns; layer normalisation expects {1}.", x.Columns,
            layer.Scale.Length);
        Node node = tape.Take(Instance, x.Rows, x.Columns);
        node.AddInput(x);
        node.NeedsGradient = true;
        node.Saved.Parameter0 = layer.Scale;
        node.Saved.Parameter1 = layer.Shift;
        node.Saved.Activation = activation;
        float* standardised = tape.Arena.Take(node.Length), inverse = tape.Arena.Take(x.Rows);
        node.Saved.Buffer0 = standardised;
        node.Saved.Buffer1 = inverse;
        float* z = ActivationKernels.ReadsInput(activation) ? tape.Arena.Take(node.Length) : node.Data;
        node.Saved.Buffer2 = z;
        RowKernels.Standardise(x.Data, x.Rows, x.Columns, layer.Epsilon, standardised, inverse);
        RowKernels.ScaleShift(standardised, x.Rows, x.Columns, layer.Scale.ValuePointer, layer.Shift.ValuePointer, z);
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

        float* scaleGradient = saved.Parameter0!.TakeGradient(out bool accumulate);
        ColumnKernels.SumOfProducts(node.Grad, saved.Buffer0, rows, columns, scaleGradient, accumulate);
        float* shiftGradient = saved.Parameter1!.TakeGradient(out accumulate);
        ColumnKernels.Sum(node.Grad, rows, columns, shiftGradient, accumulate);
        if (x.NeedsGradient)
        {
            float* inputGradient = x.TakeGradient(out accumulate);
            RowKernels.StandardiseGradient(node.Grad, saved.Buffer0, saved.Buffer1, saved.Parameter0.ValuePointer, rows, columns,
                inputGradient, accumulate);
        }
    }
}
