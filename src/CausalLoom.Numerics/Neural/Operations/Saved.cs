namespace CausalLoom.Numerics.Neural.Operations;

/// <summary>What an operation keeps on its node between the forward and the backward pass; buffers live in the tape's arena.</summary>
internal unsafe struct Saved
{
    public float* Buffer0;
    public float* Buffer1;
    public float* Buffer2;
    public float Scalar0;
    public int Integer0;
    public int Integer1;
    public Activation Activation;
    public Parameter? Parameter0;
    public Parameter? Parameter1;
    public object? Columns;
    public object? Weights;
    public bool Training;
}
