using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Evaluation.Support;

/// <summary>
/// At most so many rows, drawn without replacement and kept in order, for metrics whose cost grows with the square of the rows.
/// </summary>
internal static class RowSubsample
{
    /// <summary>The rows themselves where there are few enough, otherwise a random subset in the original order.</summary>
    public static Matrix AtMost(Matrix rows, int limit, RandomStream stream) =>
        rows.Rows <= limit ? rows : rows.TakeRows(Choose(rows.Rows, limit, stream));

    /// <summary><paramref name="chosen"/> of 0 … <paramref name="count"/> − 1 without replacement, ascending.</summary>
    public static int[] Choose(int count, int chosen, RandomStream stream)
    {
        int[] rows = stream.Permutation(count)[..chosen];
        Array.Sort(rows);
        return rows;
    }
}
