using CausalLoom.Data;
using CausalLoom.Overlap;

namespace CausalLoom.Jobs;

/// <summary>The augmented table as a file has it: the original columns, and three that say where a row is from.</summary>
internal static class AugmentedTable
{
    /// <summary>0 for original rows, 1 for added ones.</summary>
    public const string Flag = "augmented";

    /// <summary>The donor's row in the donor file (from 1); empty for original rows.</summary>
    public const string Donor = "donor_row";

    /// <summary>The original row (from 1) that an added row stands beside; empty for original rows.</summary>
    public const string Beside = "beside_row";

    /// <summary>Refuses data that have such columns already.</summary>
    /// <exception cref="CausalLoomException">They do.</exception>
    public static void CheckNames(Table table)
    {
        if (new[] { Flag, Donor, Beside }.FirstOrDefault(table.Contains) is { } name)
        {
            throw new CausalLoomException($"The data have a column '{name}', which augment writes: rename or ‹drop› it. Rows that were "
                + $"added before are not to be augmented again.");
        }
    }

    /// <summary>The table.</summary>
    /// <param name="analysis">What was added.</param>
    /// <param name="columns">The original columns, in the file's order.</param>
    public static Table Of(AugmentAnalysis analysis, IEnumerable<string> columns)
    {
        CausalData data = analysis.Augmented.Data;
        int n = analysis.Augmented.Original;
        bool[] original = [.. Enumerable.Range(0, data.Rows).Select(i => i < n)];
        DonorMatch[] matches = [.. analysis.Augmented.Matches];
        Table all = data.Covariates.With(data.Treatment.ToColumn(),
            data.OutcomeColumn);
        return all.Select(columns).With(
            new BinaryColumn(Flag, [.. original.Select(o => o ? 0 : 1)], ["0", "1"]),
            new IntegerColumn(Donor, [.. original.Select((o, i) => o ? 0L : analysis.Pool.Rows[matches[i - n].Donor] + 1)], original),
            new IntegerColumn(Beside, [.. original.Select((o, i) => o ? 0L : matches[i - n].Row + 1)], original));
    }
}
