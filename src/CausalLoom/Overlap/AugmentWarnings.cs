using System.Globalization;
using CausalLoom.Overlap.Agreement;

namespace CausalLoom.Overlap;

/// <summary>What a reader of an augmented table must know.</summary>
internal static class AugmentWarnings
{
    public static IReadOnlyList<string> Of(DonorPool pool, AugmentedData augmented, AugmentAnalysisOptions options,
        DonorAgreement agreement, double essBefore, double essAfter)
    {
        AugmentOptions how = options.Augment;
        ExtremeRows extremes = augmented.Extremes;
        List<string> warnings = [.. pool.Warnings];
        if (agreement.Warning.Length > 0)
        {
            warnings.Add(agreement.Warning);
        }

        if (extremes.Count == 0)
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"No propensity is outside [{extremes.Lower:0.####}, "
                + $"{extremes.Upper:0.####}]: nothing was added, and transport and fit-only are the estimate without donors."));
        }

        Lacking(warnings, augmented, how);
        if (how.Variant == AugmentVariant.Self && pool.Origin != DonorOrigin.Self)
        {
            warnings.Add("The variant self draws added outcomes from a model of the original rows: they carry no new information. "
                + "Whatever seems gained is not.");
        }

        if (how.Variant is AugmentVariant.Hybrid or AugmentVariant.Flip && augmented.Added > 0)
        {
            warnings.Add("Added outcomes are draws from a model: standard errors do not contain that model's error.");
        }

        if (how.Averaging == Averaging.Pooled && augmented.Added > 0)
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture,
                $"The pooled average has the weight {augmented.Alpha:0.###} on added rows: it is the effect of another population, and its "
                + $"standard error takes added rows for observed ones. Hold it against transport."));
        }

        if (how.Flip > 0)
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture,
                $"{how.Flip:0.###} of the donors' outcomes were flipped: a sensitivity analysis, not an estimate."));
        }

        if (augmented.Added > 0 && essAfter < essBefore)
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture,
                $"The effective sample size fell from {essBefore:0} to {essAfter:0}: the added rows made overlap no better."));
        }

        return warnings;
    }

    private static void Lacking(List<string> warnings, AugmentedData augmented, AugmentOptions how)
    {
        int wanted = augmented.Extremes.Count, without = augmented.Unmatched.Count;
        if (without > 0)
        {
            string so = 5 * without > wanted ? " The pool lacks that region: the effect there stays a guess of the outcome model."
                : string.Empty;
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{without} of {wanted} extreme rows found no "
                + $"donor{(how.Caliper is { } caliper ? $" within {caliper:0.###} standard deviations" : string.Empty)}.{so}"));
        }

        int far = how.Caliper is null ? augmented.Matches.Count(m => m.Distance > AugmentOptions.DefaultCaliper) : 0;
        if (far > 0)
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture,
                $"{far} of {augmented.Added} donors are farther than {AugmentOptions.DefaultCaliper} standard deviations from the row they "
                + $"stand beside: the pool lacks that region, and a caliper would leave them out."));
        }
    }
}
