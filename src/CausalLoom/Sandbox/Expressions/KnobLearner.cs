using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Expressions;

/// <summary>A learner in an expression, fitted: outcome means of an arm, their difference, an effect, or the propensity.</summary>
internal sealed class KnobLearner
{
    private readonly IOutcomeModel? _outcome;
    private readonly IBinaryPropensityModel? _propensity;
    private readonly KnobEffect? _effect;

    private KnobLearner(string key, IOutcomeModel? outcome, IBinaryPropensityModel? propensity, KnobEffect? effect = null) =>
        (Key, _outcome, _propensity, _effect) = (key, outcome, propensity, effect);

    /// <summary>Function and learner, such as "fit slearner".</summary>
    public string Key { get; }

    /// <summary>The key of a function and a learner; it names the fit's random stream too.</summary>
    public static string KeyOf(string function, string learner) => $"{function} {learner}";

    /// <summary>Fits it to the rows that mechanisms are fitted to (all, unless the table is very long).</summary>
    public static KnobLearner Fit(string function, string learner, CausalData real, FitContext context, Catalogues catalogues)
    {
        string key = KeyOf(function, learner);
        FitContext own = context.Child(key);
        own.Report($"learning {learner} for a knob", 0);
        RandomStream rows = own.Stream.Child("rows");
        if (function == "fit" && KnobEffect.Has(learner))
        {
            return new KnobLearner(key, null, null, KnobEffect.Fit(learner, MechanismRows.ForOutcome(real, rows), own.Child("fit")));
        }

        if (function == "fit")
        {
            return new KnobLearner(key, catalogues.Outcomes.Create(learner).Fit(MechanismRows.ForOutcome(real, rows), own.Child("fit")),
                null);
        }

        CausalData data = MechanismRows.ForPropensity(real, rows);
        return new KnobLearner(
            key, null, TwoArms.Propensity(catalogues.Propensities.Create(learner).Fit(data, own.Child("fit"))));
    }

    /// <summary>Its values: the propensity; the mean of an arm; or, for arm −1, the effect μ₁ − μ₀.</summary>
    public double[] Values(Table covariates, int arm)
    {
        if (_propensity is not null || _effect is not null)
        {
            return _propensity?.Predict(covariates) ?? _effect!.Values(covariates);
        }

        double[] mean = _outcome!.Mean(covariates, arm == 0 ? 0 : 1);
        if (arm >= 0)
        {
            return mean;
        }

        double[] control = _outcome.Mean(covariates, 0);
        return [.. mean.Select((m, i) => m - control[i])];
    }

    /// <summary>For a saved model.</summary>
    public ModelState Save() => _outcome?.Save() ?? _effect?.Save() ?? _propensity!.Save();

    /// <summary>What <see cref="Save"/> wrote.</summary>
    public static KnobLearner Load(string key, ModelState state, Catalogues catalogues) =>
        KnobEffect.Names.Any(name => key == KeyOf("fit", name)) ? new KnobLearner(key, null, null, KnobEffect.Load(state))
        : key.StartsWith("fit ", StringComparison.Ordinal)
        ? new KnobLearner(key, catalogues.LoadOutcome(state), null)
        : new KnobLearner(key, null, TwoArms.Propensity(catalogues.LoadPropensity(state)));
}
