using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Synthesis;

/// <summary>
/// The rows that mechanisms are learned from. Treatment and outcome models are cross-fitted many times over and keep dense features in
/// memory; beyond fifty thousand rows they gain less from a row than it costs, so a long table is represented by a random
/// part of it (docs/wide-and-long.md). Tables up to that length are used whole. The generator always sees all rows.
/// </summary>
internal static class MechanismRows
{
    /// <summary>The most rows.</summary>
    public const int Most = 50_000;

    /// <summary>Rows for P(W | X): each arm at its own share, which is part of what is learned.</summary>
    public static CausalData ForPropensity(CausalData data, RandomStream stream, int most = Most)
    {
        int treated = (int)Math.Round((double)most * data.Treated / data.Rows);
        return Take(data, stream, treated, most);
    }

    /// <summary>Rows for the law of Y given (X, W): the rarer arm whole if it fits, since the share of arms is no part of it.</summary>
    public static CausalData ForOutcome(CausalData data, RandomStream stream, int most = Most)
    {
        int half = most / 2, control = data.Rows - data.Treated;
        int treated = data.Treated <= control ? Math.Min(data.Treated, half) : most - Math.Min(control, half);
        return Take(data, stream, treated, most);
    }

    /// <summary>Splits rows into chosen ones, as <see cref="ForPropensity"/> chooses them, and the rest; both ascending.</summary>
    public static (int[] Chosen, int[] Others) Split(CausalData data, RandomStream stream, int most)
    {
        int[] chosen = Choose(data, stream, (int)Math.Round((double)most * data.Treated / data.Rows), most);
        HashSet<int> inside = [.. chosen];
        return (chosen, [.. Enumerable.Range(0, data.Rows).Where(i => !inside.Contains(i))]);
    }

    private static CausalData Take(CausalData data, RandomStream stream, int treated, int most) =>
        data.Rows <= most ? data : data.Take(Choose(data, stream, treated, most));

    private static int[] Choose(CausalData data, RandomStream stream, int treated, int most)
    {
        // No arm falls below two rows, nor is asked for more than it has.
        treated = Math.Clamp(treated, Math.Min(2, data.Treated), Math.Min(data.Treated, most - 2));
        int[] chosen = [.. Arm(data, 1, treated, stream), .. Arm(data, 0, Math.Min(most - treated, data.Rows - data.Treated), stream)];
        Array.Sort(chosen);
        return chosen;
    }

    private static IEnumerable<int> Arm(CausalData data, int arm, int count, RandomStream stream)
    {
        int[] rows = [.. Enumerable.Range(0, data.Rows).Where(i => data.Treatment[i] == arm)];
        stream.Child(arm).Shuffle<int>(rows);
        return rows.Take(count);
    }
}
