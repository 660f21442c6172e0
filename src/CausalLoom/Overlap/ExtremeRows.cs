namespace CausalLoom.Overlap;

/// <summary>Rows with hardly anyone to compare with.</summary>
/// <param name="Lower">The bound below which a propensity is low.</param>
/// <param name="Upper">The bound above which a propensity is high.</param>
/// <param name="Low">Rows with a low propensity, ascending: they lack treated counterparts.</param>
/// <param name="High">Rows with a high propensity, ascending: they lack control counterparts.</param>
public sealed record ExtremeRows(double Lower, double Upper, int[] Low, int[] High)
{
    /// <summary>How many there are.</summary>
    public int Count => Low.Length + High.Length;

    /// <summary>All of them with the arm they lack: low ones first.</summary>
    public IEnumerable<(int Row, int Arm)> WithMissingArm() => Low.Select(row => (row, 1)).Concat(High.Select(row => (row, 0)));
}
