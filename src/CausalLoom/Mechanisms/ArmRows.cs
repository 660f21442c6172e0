using CausalLoom.Data;

namespace CausalLoom.Mechanisms;

/// <summary>The rows of an arm.</summary>
internal static class ArmRows
{
    /// <summary>The rows of an arm, ascending.</summary>
    /// <exception cref="CausalLoomException">There are none.</exception>
    internal static int[] Of(CausalData data, int arm)
    {
        int[] rows = [.. Enumerable.Range(0, data.Rows).Where(i => data.Treatment[i] == arm)];
        return rows.Length > 0
            ? rows
            : throw new CausalLoomException($"No row of those learnt from (cross-fitting leaves others out) has "
                + $"treatment '{data.TreatmentSpace.Levels[arm]}': its outcome cannot be learnt.");
    }
}
