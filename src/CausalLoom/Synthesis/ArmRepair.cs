namespace CausalLoom.Synthesis;

/// <summary>
/// Keeps a drawn assignment usable. The paper's code repairs an assignment only when a whole arm is empty and then moves
/// two rows (docs/methods/steam.md); a single treated row still breaks every estimator. Generalised here: an arm short of
/// <see cref="MinimumArm"/> rows takes those rows of the other arm that are most likely its own.
/// </summary>
public static class ArmRepair
{
    /// <summary>The fewest rows of an arm that a draw may have.</summary>
    public const int MinimumArm = 2;

    /// <summary>Repairs in place; does nothing when there are fewer than two arms' worth of rows.</summary>
    /// <param name="treatment">Arms, 0 or 1.</param>
    /// <param name="propensity">P(W = 1 | x) of each row; ties go to the earlier row.</param>
    /// <returns>How many rows changed their arm.</returns>
    public static int Apply(int[] treatment, ReadOnlySpan<double> propensity)
    {
        ArgumentNullException.ThrowIfNull(treatment);
        if (treatment.Length < 2 * MinimumArm)
        {
            return 0;
        }

        int changed = 0;
        for (int arm = 0; arm <= 1; arm++)
        {
            int have = treatment.Count(w => w == arm);
            for (; have < MinimumArm; have++, changed++)
            {
                treatment[MostLikely(treatment, propensity, arm)] = arm;
            }
        }

        return changed;
    }

    private static int MostLikely(int[] treatment, ReadOnlySpan<double> propensity, int arm)
    {
        int best = -1;
        for (int i = 0; i < treatment.Length; i++)
        {
            if (treatment[i] != arm && (best < 0 || (arm == 1 ? propensity[i] > propensity[best] : propensity[i] < propensity[best])))
            {
                best = i;
            }
        }

        return best;
    }
}
