namespace CausalLoom.Numerics.Neural.Adversarial;

/// <summary>Rows given by what is not zero in them: values with their columns, and the ones of one-hot blocks.</summary>
/// <param name="Indices">Columns, [row × each], row-major; negative = none.</param>
/// <param name="Factors">The numbers there, of the same shape.</param>
public readonly ref struct SparseRows(ReadOnlySpan<int> Indices, ReadOnlySpan<float> Factors)
{
    /// <summary>Columns, [row × each], row-major; negative = none.</summary>
    public ReadOnlySpan<int> Indices { get; } = Indices;

    /// <summary>The numbers there, of the same shape.</summary>
    public ReadOnlySpan<float> Factors { get; } = Factors;
}
