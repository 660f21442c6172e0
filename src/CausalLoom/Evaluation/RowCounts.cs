using System.Text.Json.Serialization;
using CausalLoom.Evaluation.Covariates;
using CausalLoom.Io;

namespace CausalLoom.Evaluation;

/// <summary>How many rows were compared.</summary>
/// <param name="Real">Real rows.</param>
/// <param name="Synthetic">Synthetic rows.</param>
public sealed record RowCounts(int Real, int Synthetic)
{
    /// <summary>How many real rows models were fitted to, drawn by the seed; null where to all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? RealUsed { get; init; }

    /// <summary>How many synthetic rows, likewise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? SyntheticUsed { get; init; }

    /// <summary>Between how many rows of a side distances of covariates were measured, drawn by the seed; null where between all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PairRows => Pairs == this with { RealUsed = null, SyntheticUsed = null } ? null : CovariateComparison.MostPairRows;

    /// <summary>Which figures were measured on a part of the rows, and what that does to them; null where none.</summary>
    [JsonIgnore]
    public string? Sampled => PairRows is not { } pairs && RealUsed is null && SyntheticUsed is null ? null : InvariantText.Invariant(
        $"Models saw {Used.Real} of {Real} real and {Used.Synthetic} of {Synthetic} synthetic rows, distances between covariates "
            + $"{Pairs.Real} and {Pairs.Synthetic}, drawn by the seed: a share of so few rows has a standard error of up to "
            + $"{50 / Math.Sqrt(Math.Min(Pairs.Real, Pairs.Synthetic)):0.0} points. "
            + $"Margins, correlations, rules and equal rows are of all.");

    /// <summary>The rows that models saw.</summary>
    [JsonIgnore]
    internal RowCounts Used => new(RealUsed ?? Real, SyntheticUsed ?? Synthetic);

    /// <summary>The rows between which distances of covariates are measured.</summary>
    [JsonIgnore]
    internal RowCounts Pairs =>
        new(Math.Min(Real, CovariateComparison.MostPairRows), Math.Min(Synthetic, CovariateComparison.MostPairRows));

    /// <summary>√(1/n + 1/m).</summary>
    [JsonIgnore]
    internal double Noise => Math.Sqrt((1.0 / Real) + (1.0 / Synthetic));
}
