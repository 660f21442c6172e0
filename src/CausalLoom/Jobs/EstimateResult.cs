using System.Globalization;
using System.Text;
using CausalLoom.Data;
using CausalLoom.Estimation.Average;

namespace CausalLoom.Jobs;

/// <summary>Average effects and what they rest on.</summary>
/// <param name="Data">The rows.</param>
/// <param name="Effects">The estimates.</param>
/// <param name="Truth">The true effect in the estimand's population, or null where it is unknown.</param>
/// <param name="Seed">The seed.</param>
public sealed record EstimateResult(CausalData Data, AverageEffects Effects, double? Truth, long Seed) : IJobResult
{
    /// <summary>What was read, used and left out; null where the rows were no file's.</summary>
    public ReadFacts? Read { get; init; }

    /// <summary>What was found when estimates were held against each other, a sentence each.</summary>
    public IReadOnlyList<string> Doubts { get; init; } = [];

    /// <summary>Whether the nuisances are good enough; null where no outcome means were learnt.</summary>
    public NuisanceReport? NuisanceReport { get; init; }

    /// <summary>Effects in subgroups: by column, and within it as <see cref="Effects"/> has them; empty where nobody asked.</summary>
    public IReadOnlyList<SubgroupEffects> By { get; init; } = [];

    /// <summary>How missing covariates were treated; null where none is missing and nobody asked.</summary>
    public ImputationFacts? Imputation { get; init; }

    /// <summary>`estimates.json`.</summary>
    public string Json() =>
        JobJson.Text(EstimatesJson.Of(Effects, Truth is { } value ? [value] : null, Read, NuisanceReport, Imputation, By));

    /// <summary>A table, and what it rests on, with warnings below.</summary>
    public string Summary()
    {
        StringBuilder text = new();
        int width = Math.Max("contrast".Length, Effects.Effects.Max(e => Versus(e).Length)) + 2;
        string head = "contrast".PadRight(width);
        text.Append(Heading());
        text.Append(CultureInfo.InvariantCulture, $"{"estimator",-10} {head}{"estimate",12} {"SE",12}   95 % interval\n");
        foreach (AverageEffect e in Effects.Effects)
        {
            string contrast = Versus(e).PadRight(width);
            string all = e.HasInterval && e.Simultaneous is { } s
                ? string.Create(CultureInfo.InvariantCulture, $"   (all at once {s.Lower:G5} to {s.Upper:G5})") : string.Empty;
            text.Append(CultureInfo.InvariantCulture,
                $"{e.Estimator,-10} {contrast}{e.Estimate,12:G5} {e.Se,12:G4}   {(e.HasInterval ? string.Create(
                    CultureInfo.InvariantCulture, $"{e.Lower:G5} to {e.Upper:G5}") : None(e))}{all}\n");
        }

        text.Append(Beside());
        for (int c = 0; c < Effects.Overlaps.Count; c++)
        {
            OverlapDiagnostics o = Effects.Overlaps[c];
            string of = Effects.Overlaps.Count > 1 ? Versus(Effects.Effects[c]) + ": " : string.Empty;
            string inside = Effects.Overlaps.Count > 1 ? "both at least .05" : "in [.05, .95]";
            text.Append(CultureInfo.InvariantCulture,
                $"{of}{Effects.Effects[0].Estimand.ToUpperInvariant()}, {Effects.Effects[0].Rows} rows, effective "
                + $"{o.EffectiveLevel:0} and {o.EffectiveReference:0}; propensities {o.Lowest:0.000} to {o.Highest:0.000}, "
                + $"{100 * o.ShareInside:0} % {inside}, "
                + $"{o.Clipped} clipped; largest imbalance {o.ImbalanceBefore:0.00} before and {o.ImbalanceAfter:0.00} after weighting\n");
        }

        if (Imputation is not null)
        {
            text.Append(Imputation.Text(Effects)).Append('\n');
        }

        foreach (SubgroupEffects by in By.Where(by => by.Estimator == Effects.Effects[^1].Estimator))
        {
            text.Append(Groups(by));
        }

        if (Effects.Effects[0].Copies is { } copies)
        {
            text.Append(CultureInfo.InvariantCulture, $"Of {copies.Count} copies, for the population of the real rows: {copies.Why}, so by "
                + $"{(copies.Measured ? "the file: the noise of their rows and the real rows' own" : "what the copies differ by")}. Rows "
                + $"and effective rows are of all copies, propensities and imbalance of the first.\n");
            foreach (AverageEffect e in Effects.Effects)
            {
                text.Append(CultureInfo.InvariantCulture, $"{e.Estimator,-10} {Versus(e).PadRight(width)}nothing taken off: "
                    + $"{Rule("Raab", e.Copies!.ByWithin)}; {Rule("between copies", e.Copies.ByBetween)}\n");
            }
        }
        else if (Effects.Effects[0].Synthesis is not null)
        {
            text.Append("Estimates and intervals are for the population of the real rows, by the release file.\n");
        }

        if (Truth is { } value)
        {
            text.Append(CultureInfo.InvariantCulture, $"true effect {value:G5}\n");
        }

        foreach (string warning in Effects.Effects.SelectMany(e => e.Warnings).Concat(Doubts).Distinct())
        {
            text.Append("warning: ").Append(VisibleText.Line(warning)).Append('\n');
        }

        return text.ToString();
    }

    private static string Groups(SubgroupEffects by)
    {
        int width = by.Groups.Max(g => VisibleText.Name(g.Group).Length);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"by {VisibleText.Name(by.Column)} ({by.Estimator}, {VisibleText.Name(by.Level)} against "
            + $"{VisibleText.Name(by.Reference)}){(double.IsNaN(by.EqualP) ? string.Empty : $"; P of equal effects {by.EqualP:0.###}")}\n");
        foreach (SubgroupEffect g in by.Groups)
        {
            string what = g.Effect is { } f ? Shown(f) : "–";
            text.Append(CultureInfo.InvariantCulture, $"  {VisibleText.Name(g.Group).PadRight(width)} {g.Rows,8} rows  {what}"
                + $"{(g.Note is { } note ? $"  ({note})" : string.Empty)}\n");
        }

        return text.ToString();
    }

    // The arms as they are, and what each level's mean is by the last estimator, with all scales of a risk.
    private string Beside()
    {
        StringBuilder text = new();
        foreach (AverageEffect e in Effects.Effects.Where(e => e.Estimator == Effects.Effects[^1].Estimator && e.Figures is not null))
        {
            EffectFigures f = e.Figures!;
            text.Append(CultureInfo.InvariantCulture, $"{"unadjusted",-10} {Versus(e)}  {Shown(f.Unadjusted)}\n")
                .Append(CultureInfo.InvariantCulture, $"means by {e.Estimator}: {VisibleText.Name(e.Level)} {Shown(f.Level)}; "
                    + $"{VisibleText.Name(e.Reference)} {Shown(f.Reference)}\n");
            if (f.RiskRatio is { } ratio)
            {
                string needed = f.NumberNeeded is { ThroughInfinity: false } n && double.IsFinite(n.Lower) && double.IsFinite(n.Upper)
                    ? string.Create(CultureInfo.InvariantCulture, $"; one event {(n.Estimate < 0 ? "fewer" : "more")} in "
                        + $"{Math.Abs(n.Estimate):0.#} treated ({Math.Min(Math.Abs(n.Lower), Math.Abs(n.Upper)):0.#} to "
                        + $"{Math.Max(Math.Abs(n.Lower), Math.Abs(n.Upper)):0.#})") : string.Empty;
                text.Append($"risk ratio {Shown(ratio)}"
                    + $"{(f.OddsRatio is { } odds ? $", odds ratio {Shown(odds)}" : string.Empty)}{needed}\n");
            }
        }

        return text.ToString();
    }

    private static string Shown(EffectFigure f) => string.Create(CultureInfo.InvariantCulture, $"{f.Estimate:G4} ")
        + (double.IsFinite(f.Lower) ? string.Create(CultureInfo.InvariantCulture, $"({f.Lower:G4} to {f.Upper:G4})") : "(no interval)");

    private static string Rule(string name, CopyInterval of)
    {
        string freedom = double.IsNaN(of.Rule.Freedom) ? of.Rule.Adjusted ? ", adjusted" : string.Empty
            : string.Create(CultureInfo.InvariantCulture, $", df {of.Rule.Freedom:G3}");
        string interval = double.IsNaN(of.Lower) ? "no interval"
            : string.Create(CultureInfo.InvariantCulture, $"{of.Lower:G5} to {of.Upper:G5}");
        return string.Create(CultureInfo.InvariantCulture, $"{name} {of.Estimate:G5} (SE {of.Se:G4}{freedom}), {interval}");
    }

    // Of what on what, in which unit.
    private string Heading()
    {
        AverageEffect first = Effects.Effects[0];
        string outcome = VisibleText.Name(Data.OutcomeColumn.Name);
        string unit = first.Scale != EffectScale.Difference ? $"{first.Scale.Name()} of means of {outcome}"
            : Data.OutcomeColumn is BinaryColumn two ? $"difference in the risk of {outcome} = {VisibleText.Name(two.Levels[1])}"
            : $"difference in {outcome}" + (Read?.Unit is { } said ? $", {VisibleText.Name(said)}" : string.Empty);
        return $"Effect of {VisibleText.Name(Data.TreatmentSpace.Name)}: {unit}\n";
    }

    private static string None(AverageEffect e) => e.Bounds is not { } b ? "none"
        : string.Create(CultureInfo.InvariantCulture, $"none (bounds {b.Lower:G5} to {b.Upper:G5})");

    private static string Versus(AverageEffect e)
    {
        string level = VisibleText.Name(e.Level), reference = VisibleText.Name(e.Reference);
        return e.Scale == EffectScale.Difference ? $"{level} − {reference}" : $"{level} / {reference} ({e.Scale.Name()})";
    }
}
