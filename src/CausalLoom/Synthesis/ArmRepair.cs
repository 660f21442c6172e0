using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Synthesis;

/// <summary>
/// Keeps a drawn assignment usable. The paper's code repairs an assignment only when a whole arm is empty and then moves two rows
/// (docs/methods/steam.md); a single treated row still breaks every estimator. Generalised here: a level short of
/// <see cref="MinimumArm"/> rows takes those rows of others that are most likely its own, from levels that can spare them.
/// </summary>
public static class ArmRepair
{
    /// <summary>The fewest rows of a level that a draw may have.</summary>
    public const int MinimumArm = 2;

    /// <summary>Repairs in place; does nothing when there are fewer rows than all levels need.</summary>
    /// <param name="treatment">Levels, 0 … K − 1.</param>
    /// <param name="propensity">P(W = w | x) of each row, [K][n]; ties go to the earlier row.</param>
    /// <returns>How many rows changed their level.</returns>
    public static int Apply(int[] treatment, double[][] propensity)
    {
        ArgumentNullException.ThrowIfNull(treatment);
        ArgumentNullException.ThrowIfNull(propensity);
        int levels = propensity.Length, changed = 0;
        if (treatment.Length < levels * MinimumArm)
        {
            return 0;
        }

        int[] have = new int[levels];
        foreach (int w in treatment)
        {
            have[w]++;
        }

        for (int level = 0; level < levels; level++)
        {
            for (; have[level] < MinimumArm; changed++)
            {
                int row = MostLikely(treatment, propensity[level], have, level);
                have[treatment[row]]--;
                have[level]++;
                treatment[row] = level;
            }
        }

        return changed;
    }

    /// <summary>
    /// The levels of a generated treatment column, repaired. A joint model has no propensity to go by, so rows are taken in random order.
    /// </summary>
    internal static int[] Repaired(Table table, TreatmentSpace space, RandomStream stream)
    {
        int[] arms = [.. ((DiscreteColumn)table[space.Name]).Codes];
        double[] order = new double[arms.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = stream.NextDouble();
        }

        // Of two arms the one takes from the front of the order and the other from its end.
        double[] back = Array.ConvertAll(order, v => 1 - v);
        Apply(arms, [back, .. Enumerable.Repeat(order, space.Arms - 1)]);
        return arms;
    }

    private static int MostLikely(int[] treatment, double[] propensity, int[] have, int level)
    {
        int best = -1;
        for (int i = 0; i < treatment.Length; i++)
        {
            bool spare = treatment[i] != level && have[treatment[i]] > MinimumArm;
            if (spare && (best < 0 || propensity[i] > propensity[best]))
            {
                best = i;
            }
        }

        return best;
    }
}
