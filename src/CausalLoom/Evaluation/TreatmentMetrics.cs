using CausalLoom.Data;
using System.Text.Json.Serialization;

namespace CausalLoom.Evaluation;

/// <summary>Fidelity of the treatment mechanism P(W | X).</summary>
/// <param name="JsdPi">JSD_π exactly as the paper's code has it (docs/methods/treatment-metrics.md); weak, kept for comparison.</param>
/// <param name="JsdPiNormalized">(score − null) / (oracle − null) with a cross-fitted, calibrated, flexible propensity; null where real
/// assignment is indistinguishable from randomised.</param>
/// <param name="Null">The flexible score of the better of permuted W and constant p, at the synthetic n.</param>
/// <param name="Oracle">The flexible score of a perfect mechanism, by resampling real rows, at the synthetic n.</param>
/// <param name="Score">The flexible score of the synthetic rows.</param>
/// <param name="OverlapReal">Share of cross-fitted real propensities in [.05, .95].</param>
/// <param name="OverlapSynthetic">Share of cross-fitted synthetic propensities in [.05, .95].</param>
/// <param name="TreatedShareReal">Share of real rows that are not of the reference level: the treated.</param>
/// <param name="TreatedShareSynthetic">The same of synthetic rows.</param>
/// <param name="Note">Why <paramref name="JsdPiNormalized"/> is null, or null.</param>
/// <param name="PropensitiesReal">Cross-fitted propensities of the real rows, for the chart.</param>
/// <param name="PropensitiesSynthetic">Cross-fitted propensities of the synthetic rows (of 5,000 of them where there are more), for the
/// chart.</param>
public sealed record TreatmentMetrics(
    double JsdPi,
    double? JsdPiNormalized,
    double Null,
    double Oracle,
    double Score,
    double OverlapReal,
    double OverlapSynthetic,
    double TreatedShareReal,
    double TreatedShareSynthetic,
    string? Note,
    [property: JsonIgnore] double[] PropensitiesReal,
    [property: JsonIgnore] double[] PropensitiesSynthetic)
{
    /// <summary>
    /// The standard deviation of <see cref="Oracle"/> − <see cref="Null"/> over single draws; over their difference it is about the
    /// standard error of <see cref="JsdPiNormalized"/>.
    /// </summary>
    public double Noise { get; init; }

    /// <summary>The arms of the rows in <see cref="PropensitiesSynthetic"/>; null: all synthetic rows in their order.</summary>
    [JsonIgnore]
    public Arms? ArmsSynthetic { get; init; }

    /// <summary>The arms of the rows in <see cref="PropensitiesReal"/>; null: all real rows in their order.</summary>
    [JsonIgnore]
    public Arms? ArmsReal { get; init; }

    /// <summary>The share of each of more than two levels; null with two arms.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LevelShare>? Levels { get; init; }

    /// <summary>Cross-fitted propensities of the real rows, [K][n].</summary>
    [JsonIgnore]
    public double[][] ByLevelReal { get; init; } = [];

    /// <summary>Cross-fitted propensities of the synthetic rows, [K][m].</summary>
    [JsonIgnore]
    public double[][] ByLevelSynthetic { get; init; } = [];

    /// <summary>With the shares of all rows, of which the propensities may have seen a part.</summary>
    internal TreatmentMetrics WithShares(CausalData real, CausalData synthetic) => this with
    {
        TreatedShareReal = (double)(real.Rows - real.Treatment.CountOf(0)) / real.Rows,
        TreatedShareSynthetic = (double)(synthetic.Rows - synthetic.Treatment.CountOf(0)) / synthetic.Rows,
        Levels = real.Levels == 2 ? null : [.. Enumerable.Range(0, real.Levels).Select(level =>
            new LevelShare(real.TreatmentSpace.Levels[level], Share(real, level), Share(synthetic, level)))],
    };

    private static double Share(CausalData data, int level) => (double)data.Treatment.CountOf(level) / data.Rows;
}
