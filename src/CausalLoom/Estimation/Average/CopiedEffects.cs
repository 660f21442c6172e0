using System.Globalization;
using CausalLoom.Numerics.Statistics;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// Effects of several copies of a release as one, for the population. Where the release measured the analysis, the copies' mean has the
/// noise of their rows and the real rows' own, as one file would have; where it did not, by <see cref="CopyRule.Between"/>, whose variance
/// is that of what was drawn whether or not a model's rows vary as the real ones do (docs/evidence/synthetic-intervals.md).
/// </summary>
internal static class CopiedEffects
{
    /// <summary>The effects as one; overlap and nuisances are those of the first copy.</summary>
    /// <param name="copies">Effects of each copy with the release's shift taken off and nothing added, two or more.</param>
    /// <param name="synthesis">What stands between all of the copies and the population.</param>
    /// <param name="estimand">Whose effects.</param>
    /// <param name="levels">The treatment's levels as the copies have them.</param>
    /// <exception cref="CausalLoomException">The copies have other effects than the first.</exception>
    public static AverageEffects Of(IReadOnlyList<AverageEffects> copies, SynthesisError synthesis, Estimand estimand,
        IReadOnlyList<string> levels)
    {
        AverageEffects first = copies[0];
        AverageEffect[] effects = new AverageEffect[first.Effects.Count];
        for (int i = 0; i < effects.Length; i++)
        {
            AverageEffect[] same = [.. copies.Select(copy => copy.Effects.ElementAtOrDefault(i)!)];
            if (same.Any(effect => effect?.Level != same[0].Level || effect.Reference != same[0].Reference))
            {
                throw new CausalLoomException("The copies do not have the same treatment levels in the same order: give copies of one "
                    + "release, and name the ‹reference›.");
            }

            effects[i] = Of(same, synthesis, PopulationOf(same[0], estimand, [.. levels]));
        }

        return first with { Effects = effects };
    }

    private static AverageEffect Of(AverageEffect[] copies, SynthesisError synthesis, Population population)
    {
        int count = copies.Length;
        bool ratio = copies[0].Scale != EffectScale.Difference;

        // Ratios are combined as logarithms, whose standard errors are relative ones.
        double Scaled(double value) => ratio ? Math.Log(value) : value;
        double Unit(AverageEffect effect) => ratio ? effect.Estimate : 1;
        double within = copies.Average(one => Math.Pow(one.Se / Unit(one), 2));
        double[] values = [.. copies.Select(one => Scaled(one.Estimate))];
        double centre = values.Average(), between = values.Sum(v => (v - centre) * (v - centre)) / (count - 1);
        double estimate = ratio ? Math.Exp(centre) : centre, unit = ratio ? estimate : 1;
        double[] slopes = [.. copies[0].Slopes.Select((_, w) => copies.Average(one => one.Slopes[w] / Unit(one)))];
        PopulationError? measured = synthesis.Of(population);
        string? none = copies.Count(one => !one.HasInterval) is > 0 and var bare
            ? string.Create(CultureInfo.InvariantCulture, $"No interval: {bare} of the {count} copies carry none.") : null;

        double size = (double)synthesis.SyntheticRows / synthesis.RealRows;
        CopyRule byWithin = CopyRule.Within(count, size, within), byBetween = CopyRule.Between(count, size, within, between);
        double[] plain = [.. copies.Select(one => Scaled(one.Estimate + (one.Synthesis?.Shift ?? 0)))];
        CopyInterval Plain(CopyRule rule)
        {
            double at = plain.Average(), value = ratio ? Math.Exp(at) : at, se = rule.Se * (ratio ? value : 1);
            (double low, double high) = Interval(value, se, none is null ? rule.Critical(StandardNormal.Quantile975) : double.NaN);
            return new CopyInterval(value, rule, se, low, high);
        }

        CopyInterval own = Plain(byBetween);
        string why = measured is not null ? "the release file measured this analysis"
            : $"the release did not measure this analysis ({synthesis.Unmeasured ?? "another population"})";
        (double se, double half) Wide(double critical, double normal)
        {
            (double of, double c) = measured is null ? (byBetween.Se, byBetween.Critical(normal))
                : synthesis.Widened(population, slopes, Math.Sqrt(within / count), critical, normal);
            return (of * unit, none is null ? c : double.NaN);
        }

        (double total, double width) = Wide(copies.Max(one => Critical(one, (one.Lower, one.Upper))), StandardNormal.Quantile975);
        (double lower, double upper) = Interval(estimate, total, width);
        double together = copies.Max(one => one.Simultaneous is { } all ? Critical(one, all) : double.NaN);
        string[] warnings = [.. copies.SelectMany((one, k) => one.Warnings.Select(text => $"copy {k + 1}: {text}")),
            .. none is null ? Array.Empty<string>() : [none],
            .. measured is not null ? Array.Empty<string>() : [$"Of these copies {why}: the interval is by what the copies "
                + "differ by, which allows for the real rows' being a sample but not for what the generator moved."]];
        return copies[0] with
        {
            Estimate = estimate,
            Se = total,
            Lower = lower,
            Upper = upper,
            Bounds = none is null ? null : copies[0].Bounds,
            Rows = copies.Sum(one => one.Rows),
            EffectiveSampleSize = copies.Sum(one => one.EffectiveSampleSize),
            Clipped = copies.Sum(one => one.Clipped),
            RepeatSpread = copies.Max(one => one.RepeatSpread),
            Warnings = warnings,
            Slopes = [.. slopes.Select(slope => slope * unit)],
            Simultaneous = double.IsNaN(together) ? null
                : Wide(together, together) is var (_, all) ? Interval(estimate, total, all) : null,
            Synthesis = new SynthesisAllowance(Math.Sqrt(within / count) * unit, copies.Average(one => one.Synthesis?.Shift ?? 0), null),
            Figures = null,
            Copies = new CopiedEffect(count, within, between, measured is not null, why, Plain(byWithin), own),
        };

        (double Lower, double Upper) Interval(double at, double se, double critical) =>
            new EffectScore(at, []) { Scale = copies[0].Scale }.Interval(se, critical);
    }

    // Half widths of the copies' own intervals, in standard errors: Student's t where a copy's rows are few.
    private static double Critical(AverageEffect one, (double Lower, double Upper) interval) => !(one.Se > 0) ? StandardNormal.Quantile975
        : one.Scale == EffectScale.Difference ? (interval.Upper - one.Estimate) / one.Se
        : Math.Log(interval.Upper / one.Estimate) * one.Estimate / one.Se;

    private static Population PopulationOf(AverageEffect effect, Estimand estimand, List<string> levels) =>
        Population.Of(estimand, new Contrast(levels.IndexOf(effect.Level), levels.IndexOf(effect.Reference)));
}
