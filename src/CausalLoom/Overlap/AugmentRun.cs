using CausalLoom.Data;
using CausalLoom.Estimation.Average;
using CausalLoom.Mechanisms;
using CausalLoom.Overlap.Agreement;

namespace CausalLoom.Overlap;

/// <summary>The steps of <see cref="AugmentAnalysis.Run"/>.</summary>
internal sealed class AugmentRun(CausalData data, DonorPool pool, AugmentAnalysisOptions options, FitContext context)
{
    private const double TrimAt = 0.1;
    private readonly List<OverlapApproach> _approaches = [];

    public AugmentAnalysis Run()
    {
        options.Augment.Check();
        AverageEffectOptions own = options.EffectsOf(data.Rows, pooled: false) with { Estimand = Estimand.Ate };
        Step("estimating without donors", 0);
        // Effects on augmented rows need the means whatever the estimators.
        own.Check();
        AverageEffects none = AverageEffects.Of(data, Nuisances.Fit(data, own.Nuisances, context), own);
        double[] g = none.Nuisances.Unclipped[1];
        Step("adding donors", 0.3);
        AugmentedData augmented = OverlapAugmenter.Augment(data, pool, g, options.Augment, context.Child("augment"));
        Step("estimating with donors", 0.4);
        double[][] means = augmented.Added == 0 ? none.Nuisances.Mu
            : AugmentedEffects.Means(data, augmented, options.Effects.Nuisances, context);
        double[] after = augmented.Added == 0 ? g : AugmentedEffects.Propensities(data, augmented, options.Effects.Nuisances, context);
        _approaches.Add(new OverlapApproach("none", "all original rows", data.Rows, none, string.Empty));
        _approaches.Add(new OverlapApproach("fit-only", "all original rows", data.Rows,
            AugmentedEffects.FitOnly(data, augmented, none.Nuisances, means, own), string.Empty));
        AddPooled(augmented, after, means);
        _approaches.Add(Transported(augmented, after, means, own));
        Step("estimating among fewer rows", 0.6);
        AddTrimmed(g);
        _approaches.Add(new OverlapApproach("overlap-weights", "the overlap population", data.Rows,
            AverageEffects.Of(data, none.Nuisances, own with { Estimand = Estimand.Ato }), string.Empty));
        Step("estimating among the donors", 0.8);
        AddDonors();
        Step("holding donors against the data", 0.9);
        DonorAgreement agreement = options.Augment.Variant == AugmentVariant.Self ? DonorAgreement.NotUsed
            : DonorAgreement.Of(data, pool, context.Child("agreement") with { Progress = null });
        double[] delta = [.. means[1].Select((mu, i) => mu - means[0][i])];
        double before = Ess(data, g), then = Ess(augmented.Data, after);
        return new AugmentAnalysis(data, pool, options, augmented, g, after, _approaches, FeatureShift.Of(augmented),
            delta.Take(data.Rows).Average(), delta.Average(), before, then, agreement,
            AugmentWarnings.Of(pool, augmented, options, agreement, before, then));
    }

    private static double Ess(CausalData rows, double[] g)
    {
        double[][] clipped = PropensityClipping.Default.Clip(LevelPropensities.OfTwo(g)).Propensity;
        return OverlapDiagnostics.Concentration(rows.Treatment.Codes,
            [.. rows.Treatment.Select((w, i) => Population.Everyone.Balancing(clipped, i, w))], new Contrast(1, 0)).Ess;
    }

    private void Step(string what, double fraction) => context.Report(what, fraction);

    private void AddPooled(AugmentedData augmented, double[] g, double[][] means) => Attempt(
        "pooled",
        "original and added rows",
        augmented.Data.Rows,
        () => AugmentedEffects.Pooled(augmented, g, means, options.EffectsOf(augmented.Data.Rows, pooled: true) with
            { Estimand = Estimand.Ate }));

    private OverlapApproach Transported(AugmentedData augmented, double[] g, double[][] means, AverageEffectOptions own)
    {
        double[] membership = AugmentedEffects.Membership(data, augmented, options.Effects.Nuisances, context);
        return new OverlapApproach("transport", "all original rows", augmented.Data.Rows,
            AugmentedEffects.Transported(augmented, g, membership, means, own), string.Empty);
    }

    private void AddTrimmed(double[] g)
    {
        double optimal = CrumpTrimming.OptimalCut([.. g.Select(v => Math.Clamp(v, 1e-9, 1 - 1e-9))]);
        foreach ((string name, double cut) in new[] { ("trim-0.1", TrimAt), ("trim-crump", optimal) })
        {
            int[] kept = CrumpTrimming.Keep(g, cut, 1 - cut);
            Attempt(name, FormattableString.Invariant($"original rows with propensities in [{cut:0.###}, {1 - cut:0.###}]"), kept.Length,
                () => Estimate(data.Take(kept), name));
        }
    }

    private void AddDonors()
    {
        int[] rows = [.. Enumerable.Range(0, pool.Data.Rows)];
        if (rows.Length > options.MostDonors)
        {
            context.Stream.Child("donors alone").Child("rows").Shuffle<int>(rows);
            rows = [.. rows.Take(options.MostDonors).Order()];
        }

        Attempt("donors", "the donors' population", rows.Length, () =>
            Estimate(rows.Length == pool.Data.Rows ? pool.Data : pool.Data.Take(rows), "donors alone"));
    }

    private AverageEffects Estimate(CausalData rows, string name) =>
        AverageEffects.Estimate(rows, options.EffectsOf(rows.Rows, pooled: false) with { Estimand = Estimand.Ate }, context.Child(name));

    // An approach for which too few rows are left is a result: the others stand.
    private void Attempt(string name, string population, int rows, Func<AverageEffects> estimate)
    {
        try
        {
            AverageEffects effects = rows < 4 ? throw new CausalLoomException(
                FormattableString.Invariant($"{rows} rows are left: too few to estimate from.")) : estimate();
            string fault = effects.Effects.All(e => double.IsFinite(e.Estimate) && double.IsFinite(e.Se)) ? string.Empty
                : "An estimate or its standard error is not a number.";
            _approaches.Add(new OverlapApproach(name, population, rows, fault.Length == 0 ? effects : null, fault));
        }
        catch (CausalLoomException e)
        {
            _approaches.Add(new OverlapApproach(name, population, rows, null, e.Message));
        }
    }
}
