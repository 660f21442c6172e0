namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>
/// One kind of step on the tape. Operations are stateless singletons: all they keep is on the node
/// (<see cref="Saved"/>), so recording a step allocates nothing. A new operation is a class with a static
/// <c>Record</c> that computes the value and a <see cref="Backward"/> that hands gradients to the inputs.
/// </summary>
internal abstract class Operation
{
    /// <summary>
    /// Adds this node's share to the gradients of its inputs and parameters. The node's own gradient is complete, and
    /// may be overwritten, because nothing reads it afterwards.
    /// </summary>
    public abstract void Backward(Node node);
}
