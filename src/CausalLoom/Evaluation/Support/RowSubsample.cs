using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Evaluation.Support;

/// <summary>
/// At most so many rows, drawn without replacement and kept in order, for metrics whose cost grows with the square of the rows.
/// </summary>
internal static class RowSubsample
{
    private const int FewestOfLevel = 50;

    /// <summary>The rows themselves where there are few enough, otherwise a random subset in the original order.</summary>
    public static Matrix AtMost(Matrix rows, int limit, RandomStream stream) =>
        rows.Rows <= limit ? rows : rows.TakeRows(Choose(rows.Rows, limit, stream));

    /// <summary>The same for a table.</summary>
    public static Table AtMost(Table rows, int limit, RandomStream stream) =>
        rows.Rows <= limit ? rows : rows.Take(Choose(rows.Rows, limit, stream));

    /// <summary>
    /// At most so many rows, ascending: of each level as large a share as it has, but of a rare one 50 rows where it has them.
    /// </summary>
    /// <param name="levels">The level of each row.</param>
    /// <param name="limit">The most rows, rare levels' own apart.</param>
    /// <param name="stream">Level k draws from child k.</param>
    public static int[] ByLevel(int[] levels, int limit, RandomStream stream)
    {
        List<int> chosen = [];
        for (int level = 0; level <= levels.Max(); level++)
        {
            int[] own = [.. Enumerable.Range(0, levels.Length).Where(i => levels[i] == level)];
            int share = (int)Math.Round((double)limit * own.Length / levels.Length);
            int count = Math.Min(own.Length, Math.Max(FewestOfLevel, share));
            chosen.AddRange(Choose(own.Length, count, stream.Child(level)).Select(i => own[i]));
        }

        chosen.Sort();
        return [.. chosen];
    }

    /// <summary><paramref name="chosen"/> of 0 … <paramref name="count"/> − 1 without replacement, ascending.</summary>
    public static int[] Choose(int count, int chosen, RandomStream stream)
    {
        int[] rows = stream.Permutation(count)[..chosen];
        Array.Sort(rows);
        return rows;
    }
}
