using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Jobs;

/// <summary>Rows for a fit and rows kept out of it.</summary>
/// <param name="Training">Rows for the fit.</param>
/// <param name="Holdout">Rows kept out, or null.</param>
/// <param name="HoldoutRows">Their row numbers in the whole, ascending.</param>
public sealed record HoldoutSplit(CausalData Training, CausalData? Holdout, IReadOnlyList<int> HoldoutRows)
{
    /// <summary>Splits rows, each arm by the same fraction.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="fraction">What is kept out, above 0 and at most .9; null: nothing.</param>
    /// <param name="stream">Child w shuffles the rows of arm w.</param>
    /// <exception cref="CausalLoomException">It is no such fraction, or leaves an arm fewer than two rows.</exception>
    public static HoldoutSplit Of(CausalData data, double? fraction, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(stream);
        Check(fraction);
        if (fraction is not { } share)
        {
            return new HoldoutSplit(data, null, []);
        }

        int[] kept = KeptOut(data.Treatment, share, stream);
        int[] training = [.. Enumerable.Range(0, data.Rows).Except(kept)];
        for (int arm = 0; arm < data.Levels; arm++)
        {
            if (training.Count(row => data.Treatment[row] == arm) < 2)
            {
                throw new CausalLoomException(FormattableString.Invariant($"‹holdout {share}› leaves fewer than two ")
                    + $"rows of arm '{data.TreatmentSpace.Levels[arm]}': keep fewer rows out.");
            }
        }

        return new HoldoutSplit(data.Take(training), data.Take(kept), kept);
    }

    /// <summary>Refuses what is no fraction, before data are read.</summary>
    /// <exception cref="CausalLoomException">It is none.</exception>
    public static void Check(double? fraction)
    {
        if (fraction is not (null or (> 0 and <= 0.9)))
        {
            throw new CausalLoomException(FormattableString.Invariant($"‹holdout {fraction}› is not between 0 and 0.9."));
        }
    }

    private static int[] KeptOut(Arms treatment, double fraction, RandomStream stream)
    {
        List<int> kept = [];
        for (int arm = 0; arm < treatment.Levels; arm++)
        {
            int[] rows = treatment.RowsOf(arm);
            stream.Child(arm).Shuffle<int>(rows);


            // Two rows at least where two stay: with fewer of an arm the rows kept out could not be read as data.
            int share = (int)Math.Round(fraction * rows.Length);
            kept.AddRange(rows.Take(rows.Length >= 4 ? Math.Max(2, share) : share));
        }

        kept.Sort();
        return [.. kept];
    }
}
