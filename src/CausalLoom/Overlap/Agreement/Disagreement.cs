using System.Globalization;
using CausalLoom.Io;

namespace CausalLoom.Overlap.Agreement;

/// <summary>One difference between the outcomes of donors and of data, given arm and covariates.</summary>
/// <param name="Arm">The arm's name; null: in all arms together.</param>
/// <param name="Kind">What differs.</param>
/// <param name="Of">The covariate of a slope, the value that is too frequent, or the quantile of a form; empty otherwise.</param>
/// <param name="Size">
/// How big, donors against data: a difference in units of the outcome (a slope: a standard deviation of the covariate), a ratio of spreads,
/// or a difference of shares.
/// </param>
/// <param name="Z">Its number of standard errors.</param>
/// <param name="P">How often the largest of all differences looked at would be as large if there were none.</param>
public sealed record Disagreement(string? Arm, DisagreementKind Kind, string Of, double Size, double Z, double P)
{
    private string Where => Arm is null ? "in all arms" : $"in arm {CellText.Show(Arm)}";

    /// <summary>In one clause: which arm, what, and how big.</summary>
    public string Text => Kind switch
    {
        DisagreementKind.Mean => $"{Where} the donors' outcomes are {Number(Math.Abs(Size))} {(Size > 0 ? "higher" : "lower")} on average",
        DisagreementKind.Slope => $"{Where} the donors' outcomes {(Size > 0 ? "rise" : "fall")} by {Number(Math.Abs(Size))} more for each "
            + $"standard deviation of {Of}",
        DisagreementKind.Spread => $"{Where} the donors' outcomes scatter {Number(Size)} times as much about what the covariates predict",
        DisagreementKind.Value => $"{Where} the outcome {Of} is {(Size > 0 ? "more" : "less")} frequent among the donors, by "
            + $"{Number(100 * Math.Abs(Size))} points of a hundred",
        _ => $"{Where} {Number(100 * Math.Abs(Size))} points of a hundred {(Size > 0 ? "more" : "fewer")} of the donors' outcomes lie "
            + $"below what is the {Of} quantile given the covariates",
    };

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
