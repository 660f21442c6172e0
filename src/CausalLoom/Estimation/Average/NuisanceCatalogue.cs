using CausalLoom.Catalogue;
using CausalLoom.Mechanisms;

namespace CausalLoom.Estimation.Average;

/// <summary>
/// Nuisance learners by one name: a propensity and an outcome learner each; also `PROPENSITY+OUTCOME` of their own names.
/// </summary>
public static class NuisanceCatalogue
{
    // Almost no penalty: maximum likelihood, but finite where the arms are separated.
    private const double Tiny = 1e-6;

    /// <summary>This library's pairs, in the order of the documentation.</summary>
    public static Catalogue<NuisanceOptions> BuiltIn { get; } = new("nuisance", "nuisances",
    [
        Entry("stack", "stacked regressions and boosted trees", new CalibratedPropensity(), new StackedOutcome()),
        Entry("linear", "regressions, all but unpenalised", new LogisticPropensity(Tiny), new LinearOutcome()),
        Entry("forest", "random forests", new ForestPropensity(), new ForestOutcome()),
        Named("boosting", "boosted trees", "boosting"),
        Named("spline", "additive natural splines", "spline"),
        Named("interactions", "all two-way products", "interactions"),
        Entry("network", "a network an arm, and the stacked propensity", new CalibratedPropensity(),
            OutcomeCatalogue.BuiltIn.Create("tlearner")),
    ]);

    /// <summary>A pair of a caller's own, for <see cref="Catalogues.With{T}"/>.</summary>
    public static Part<NuisanceOptions> Entry(string name, string help, IPropensityLearner propensity, IOutcomeLearner outcome) =>
        Parts.Of(name, help, () => new NuisanceOptions { Propensity = propensity, Outcome = outcome });

    private static Part<NuisanceOptions> Named(string name, string help, string part) =>
        Entry(name, help, PropensityCatalogue.BuiltIn.Create(part), OutcomeCatalogue.BuiltIn.Create(part));

    extension(Catalogues catalogues)
    {
        /// <summary>The pairs that have one name.</summary>
        public Catalogue<NuisanceOptions> Nuisances => catalogues.Of(BuiltIn);

        /// <summary>The nuisances of a name, or of two with a plus between them.</summary>
        /// <exception cref="CausalLoomException">There are none.</exception>
        public NuisanceOptions CreateNuisances(string name)
        {
            ArgumentNullException.ThrowIfNull(name);
            return name.Split('+') is [{ Length: > 0 } g, { Length: > 0 } mu]
                ? new NuisanceOptions { Propensity = catalogues.Propensities.Create(g), Outcome = catalogues.Outcomes.Create(mu) }
                : catalogues.Nuisances.Create(name);
        }
    }
}
