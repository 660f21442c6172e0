using System.Globalization;
using System.Text;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Overlap;

namespace CausalLoom.Jobs;

/// <summary>Augmented rows and the estimates with and without them.</summary>
/// <param name="Analysis">What was added, and the estimates.</param>
/// <param name="Table">Original rows, then added ones, with columns that say so.</param>
/// <param name="Truth">The true effect among the original rows, or null where it is unknown.</param>
/// <param name="Seed">The seed.</param>
public sealed record AugmentResult(AugmentAnalysis Analysis, Table Table, double? Truth, long Seed) : IJobResult
{
    /// <summary>How columns are written; null: plainly.</summary>
    public Schema? Schema { get; init; }

    /// <summary>What was read, used and left out; null where the rows were no file's.</summary>
    public ReadFacts? Read { get; init; }

    /// <summary>Everything.</summary>
    public string Json() => JobJson.Text(AugmentJson.Of(Analysis, Seed, Truth, Read));

    /// <summary>A table, with warnings below it.</summary>
    public string Summary()
    {
        AugmentedData a = Analysis.Augmented;
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{a.Added} rows added to {a.Original} (alpha {a.Alpha:0.###}); donors: "
            + $"{Analysis.Pool.Origin.Name()}, {Analysis.Pool.Data.Rows} rows; {a.Extremes.Count} extreme rows ({a.Extremes.Low.Length} "
            + $"low, {a.Extremes.High.Length} high), {a.Unmatched.Count} without donor\n");
        text.Append(CultureInfo.InvariantCulture, $"effective rows {Analysis.EssBefore:0} before, {Analysis.EssAfter:0} after; "
            + $"propensities in [.05, .95] {100 * Analysis.InsideBefore:0} % before, {100 * Analysis.InsideAfter:0} % after\n");
        text.Append("donors and data, given arm and covariates: ").Append(VisibleText.Line(Analysis.Agreement.Text)).Append("\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{"approach",-16} {"estimator",-10} {"estimate",12} {"SE",12}   95 % interval\n");
        foreach (OverlapApproach approach in Analysis.Approaches)
        {
            text.Append(approach.Effects is null
                ? string.Create(CultureInfo.InvariantCulture, $"{approach.Name,-16} {VisibleText.Line(approach.Failure)}\n")
                    : string.Empty);
            foreach (AverageEffect e in approach.Effects?.Effects ?? [])
            {
                text.Append(CultureInfo.InvariantCulture, $"{approach.Name,-16} {e.Estimator,-10} {e.Estimate,12:G5} {e.Se,12:G4}   "
                    + $"{(e.HasInterval ? string.Create(CultureInfo.InvariantCulture, $"{e.Lower:G5} to {e.Upper:G5}") : "none")}"
                    + $"{(approach.Name == Analysis.Chosen ? " *" : string.Empty)}\n");
            }
        }

        text.Append(CultureInfo.InvariantCulture, $"* as asked for. All original rows: none, fit-only, transport; other populations: "
            + $"{string.Join("; ", Analysis.Approaches.Where(x => !x.KeepsPopulation).Select(x => x.Name + ", " + x.Population))}\n");
        text.Append(Truth is { } value ? string.Create(CultureInfo.InvariantCulture, $"true effect among the original rows {value:G5}\n")
            : string.Empty);
        foreach (string warning in Analysis.Warnings)
        {
            text.Append("warning: ").Append(VisibleText.Line(warning)).Append('\n');
        }

        return text.ToString();
    }
}
