using CausalLoom.Data;
using CausalLoom.Mechanisms;

namespace CausalLoom.Overlap;

/// <summary>A table with donors below the original rows.</summary>
/// <param name="Data">n original rows, then m added ones.</param>
/// <param name="Original">n.</param>
/// <param name="Matches">The added rows in their order: whom each stands beside, its arm, donor and distance.</param>
/// <param name="Unmatched">Extreme rows that found no donor.</param>
/// <param name="Extremes">The extreme rows and the bounds.</param>
/// <param name="Origin">Where the donors come from.</param>
public sealed record AugmentedData(CausalData Data, int Original, IReadOnlyList<DonorMatch> Matches, IReadOnlyList<int> Unmatched,
    ExtremeRows Extremes, DonorOrigin Origin)
{
    /// <summary>m.</summary>
    public int Added => Matches.Count;

    /// <summary>α = m/(n + m): the weight of added rows in an average over the augmented table.</summary>
    public double Alpha => Added / (double)Data.Rows;

    /// <summary>
    /// Folds for all rows: the original ones stay where they are, and an added row goes to the fold after that of the row it stands beside,
    /// so that what is learnt for a row has seen its donor.
    /// </summary>
    /// <param name="folds">The folds of the original rows, or null for none.</param>
    public Folds? Extend(Folds? folds) => folds?.With([.. Matches.Select(m => (folds.Of[m.Row] + 1) % folds.Count)]);
}
