using System.Globalization;
using CausalLoom.Overlap;

namespace CausalLoom.Studies;

/// <summary>How a method borrows rows from another source.</summary>
/// <param name="Donors">The source's name.</param>
/// <param name="Rows">How many donors are drawn in each replicate.</param>
/// <param name="Options">How they are matched and used.</param>
public sealed record StudyAugment(string Donors, int Rows, AugmentOptions Options)
{
    /// <summary>Whether the estimate is of the donors alone: what they would have told without the data.</summary>
    public bool DonorsAlone { get; init; }

    /// <summary>All that decides the augmented table, as text.</summary>
    public string Key => DonorsAlone ? string.Create(CultureInfo.InvariantCulture, $"donors={Donors} rows={Rows} alone") : string.Create(
        CultureInfo.InvariantCulture,
        $"donors={Donors} rows={Rows} variant={Options.Variant.Name()} flip={Options.Flip:R} extremes={Options.Extremes.Lower:R},"
            + $"{Options.Extremes.Upper:R},{Options.Extremes.Quantile?.ToString("R", CultureInfo.InvariantCulture) ?? "-"} "
            + $"caliper={Options.Caliper?.ToString("R", CultureInfo.InvariantCulture) ?? "none"} order={Options.Order.Name()}");
}
