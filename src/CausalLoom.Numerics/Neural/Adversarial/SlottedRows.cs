namespace CausalLoom.Numerics.Neural.Adversarial;

/// <summary>Sparse rows as <see cref="CriticSlots"/> keeps them: as many pairs of index and factor a row; no factors means 1.</summary>
internal readonly unsafe struct SlottedRows(int* indices, float* factors, int each)
{
    public int* Indices { get; } = indices;

    public float* Factors { get; } = factors;

    public int Each { get; } = each;
}
