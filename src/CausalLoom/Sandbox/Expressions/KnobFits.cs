using CausalLoom.Catalogue;
using CausalLoom.Data;

namespace CausalLoom.Sandbox.Expressions;

/// <summary>
/// Learners fitted to the same real data, each once however many knobs ask for it; one's stream does not depend on the others.
/// </summary>
internal sealed class KnobFits(CausalData real, FitContext context, Catalogues catalogues)
{
    private readonly Dictionary<string, KnobLearner> _fitted = new(StringComparer.Ordinal);

    /// <summary>The data.</summary>
    public CausalData Real => real;

    /// <summary>Where learners are looked up.</summary>
    public Catalogues Catalogues => catalogues;

    /// <summary>The learner, fitted now or before.</summary>
    public KnobLearner Get(string function, string learner)
    {
        string key = KnobLearner.KeyOf(function, learner);
        if (!_fitted.TryGetValue(key, out KnobLearner? fitted))
        {
            fitted = KnobLearner.Fit(function, learner, real, context, catalogues);
            _fitted[key] = fitted;
        }

        return fitted;
    }
}
