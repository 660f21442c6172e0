using CausalLoom.Numerics.Neural.Kernels;

namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>A leaf: a parameter used as a matrix.</summary>
internal sealed unsafe class ParameterOperation : Operation
{
    private static readonly ParameterOperation Instance = new();

    public static Node Record(Tape tape, Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        Node node = tape.Take(Instance, parameter.Rows, parameter.Columns);
        parameter.Value.CopyTo(node.Value);
        node.Saved.Parameter0 = parameter;
        node.NeedsGradient = true;
        return node;
    }

    public override void Backward(Node node)
    {
        float* target = node.Saved.Parameter0!.TakeGradient(out bool accumulate);
        ElementKernels.Scale(node.Grad, target, node.Length, 1, accumulate);
    }
}
