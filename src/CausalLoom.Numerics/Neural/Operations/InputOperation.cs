namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>A leaf: data.</summary>
internal sealed class InputOperation : Operation
{
    public static readonly InputOperation Instance = new();

    public override void Backward(Node node)
    {
    }
}
