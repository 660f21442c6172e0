namespace CausalLoom.Numerics.Linear;

/// <summary>What the tiles of one strip of columns share. Steps are in bytes.</summary>
internal unsafe struct GemmStrip
{
    /// <summary>The strip of B, packed or in place: for each depth, its one or two registers of columns.</summary>
    public float* B;

    /// <summary>From a depth to the next in B.</summary>
    public nint SourceStep;

    /// <summary>The number of products summed.</summary>
    public nint Depth;

    /// <summary>From a row of the product to the next in A.</summary>
    public nint RowStep;

    /// <summary>From a depth to the next in A.</summary>
    public nint DepthStep;

    /// <summary>From a row of C to the next.</summary>
    public nint TargetStep;

    /// <summary>From a row of the starting values to the next; 0 when every row starts from a bias.</summary>
    public nint StartStep;

    /// <summary>The number of columns in use of the last register.</summary>
    public int Tail;

    /// <summary>The number of registers, 1 or 2.</summary>
    public int Registers;
}
