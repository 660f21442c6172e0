using CausalLoom.Mechanisms;

namespace CausalLoom.Estimation.Average;

/// <summary>Nuisance learners by one name (--nuisance).</summary>
public static class NuisanceRegistry
{
    // Almost no penalty: maximum likelihood, but finite where the arms are separated.
    private const double Tiny = 1e-6;

    private static readonly Dictionary<string, Func<(IPropensityLearner, IOutcomeLearner)>> Known = new(StringComparer.Ordinal)
    {
        ["stack"] = () => (new CalibratedPropensity(), new StackedOutcome()),
        ["linear"] = () => (new LogisticPropensity(Tiny), new LinearOutcome()),
        ["forest"] = () => (new ForestPropensity(), new ForestOutcome()),
        ["boosting"] = () => (PropensityRegistry.Create("boosting"), OutcomeRegistry.Create("boosting")),
        ["spline"] = () => (PropensityRegistry.Create("spline"), OutcomeRegistry.Create("spline")),
        ["interactions"] = () => (PropensityRegistry.Create("interactions"), OutcomeRegistry.Create("interactions")),
        ["network"] = () => (new CalibratedPropensity(), OutcomeRegistry.Create("tlearner")),
    };

    /// <summary>The names; also PROPENSITY+OUTCOME of the names that --propensity and --outcome-model take.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>The nuisances of that name.</summary>
    /// <exception cref="CausalLoomException">There are none.</exception>
    public static NuisanceOptions Create(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Known.TryGetValue(name, out Func<(IPropensityLearner Propensity, IOutcomeLearner Outcome)>? create))
        {
            (IPropensityLearner propensity, IOutcomeLearner outcome) = create();
            return new NuisanceOptions { Propensity = propensity, Outcome = outcome };
        }

        return name.Split('+') is [var g, var mu]
            ? new NuisanceOptions { Propensity = PropensityRegistry.Create(g), Outcome = OutcomeRegistry.Create(mu) }
            : throw new CausalLoomException($"There are no nuisances '{name}'. There are: {string.Join(", ", Names)}, or a propensity and "
                + $"an outcome model such as logistic+linear.");
    }
}
