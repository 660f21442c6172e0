namespace CausalLoom.Numerics.Linear;

/// <summary>One product: C (+)= op(A)·op(B) (+ bias), all operands contiguous and row-major.</summary>
internal unsafe struct GemmArguments
{
    /// <summary>Which operand is stored transposed.</summary>
    public GemmKind Kind;

    /// <summary>Rows of C.</summary>
    public int Rows;

    /// <summary>Columns of C.</summary>
    public int Columns;

    /// <summary>Products in each sum.</summary>
    public int Depth;

    public float* A;

    public float* B;

    public float* C;

    /// <summary>Where the sums begin: null (at 0), C itself or a bias.</summary>
    public float* Start;

    /// <summary>From a row of the starting values to the next, in bytes; 0 for a bias.</summary>
    public nint StartStep;
}
