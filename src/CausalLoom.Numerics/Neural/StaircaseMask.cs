namespace CausalLoom.Numerics.Neural;

/// <summary>
/// A weight whose row i reaches only the columns from <c>first[i]</c> on. With units in order of their degree every mask of an
/// autoregressive network has this form, so that masking is clearing the beginnings of rows.
/// </summary>
internal sealed class StaircaseMask
{
    private readonly Parameter _weight;
    private readonly int[] _first;

    public StaircaseMask(Parameter weight, int[] first)
    {
        _weight = weight;
        _first = first;
        Clear(weight.Value);
    }

    /// <summary>Zeroes what the mask forbids; weights that begin at 0 and have no gradient stay there.</summary>
    public void ClearGradient() => Clear(_weight.Gradient);

    public void ClearValue() => Clear(_weight.Value);

    private void Clear(Span<float> values)
    {
        int columns = _weight.Columns;
        for (int i = 0; i < _first.Length; i++)
        {
            values.Slice(i * columns, _first[i]).Clear();
        }
    }
}
