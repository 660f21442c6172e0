namespace CausalLoom.Numerics.Linear;

/// <summary>A block of a product: some depths of some columns for some rows, and its packed strips of B.</summary>
internal unsafe struct GemmBlock
{
    /// <summary>The first depth.</summary>
    public int From;

    /// <summary>The number of depths.</summary>
    public int Depth;

    /// <summary>The first column.</summary>
    public int Column;

    /// <summary>The number of columns.</summary>
    public int Columns;

    /// <summary>The first row.</summary>
    public int Row;

    /// <summary>The number of rows.</summary>
    public int Rows;

    /// <summary>Whether whole strips of B are read where they lie.</summary>
    public bool InPlace;

    /// <summary>The strips of B that are packed, one after the other.</summary>
    public float* Packed;
}
