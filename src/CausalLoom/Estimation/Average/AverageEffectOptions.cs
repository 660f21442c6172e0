using CausalLoom.Catalogue;
using CausalLoom.Mechanisms;

namespace CausalLoom.Estimation.Average;

/// <summary>What average effects to estimate, and how.</summary>
public sealed record AverageEffectOptions
{
    /// <summary>
    /// The hybrid papers' estimators (docs/methods/average-effects.md): full-grown forests fitted and evaluated on the same rows, one for
    /// both arms, propensities and means within 10⁻⁶ of 0 and 1, one fluctuation for both arms. They are biased, as that page says.
    /// </summary>
    public static AverageEffectOptions HybridPaper { get; } = new()
    {
        Nuisances = new NuisanceOptions
        {
            Propensity = new ForestPropensity(ForestPropensityOptions.HybridPaper),
            Outcome = ForestOutcome.HybridPaper,
            Folds = 1,
            Clipping = new PropensityClipping(1e-6, 1 - 1e-6),
        },
        Tmle = new TmleOptions { Bound = 1e-6, SingleFluctuation = true },
    };

    /// <summary>The estimators by name (<see cref="EstimatorCatalogue"/>).</summary>
    public IReadOnlyList<string> Estimators { get; init; } = EstimatorCatalogue.BuiltIn.Names;

    /// <summary>Where estimators are looked up.</summary>
    public Catalogues Catalogues { get; init; } = Catalogues.Default;

    /// <summary>Whose effect.</summary>
    public Estimand Estimand { get; init; } = Estimand.Ate;

    /// <summary>Whether every pair of levels is set against each other instead of each level against the reference.</summary>
    public bool AllPairs { get; init; }

    /// <summary>Whether level means and other scales are given beside each effect.</summary>
    internal bool WithFigures { get; init; } = true;

    /// <summary>The contrasts to estimate where a caller knows them; null: as <see cref="AllPairs"/> says.</summary>
    internal IReadOnlyList<Contrast>? Contrasts { get; init; }

    /// <summary>Difference or ratio of the levels' means.</summary>
    public EffectScale Scale { get; init; }

    /// <summary>The nuisances, shared by all estimators.</summary>
    public NuisanceOptions Nuisances { get; init; } = new();

    /// <summary>
    /// In how many divisions into folds the nuisances are learnt, odd: estimates are the medians. Null: 3 where they are cross-fitted to at
    /// most 400,000 cells, else 1. Nuisances that are learnt from all rows have one.
    /// </summary>
    public int? Repeats { get; init; } = 1;

    /// <summary>When standard errors allow for residuals that are small because their own rows were fitted to.</summary>
    public SmallSample SmallSample { get; init; }

    /// <summary>The targeting step of TMLE.</summary>
    public TmleOptions Tmle { get; init; } = new();

    /// <summary>Of synthetic rows: what lies between them and the population; null: the effect and interval are of what made the
    /// rows.</summary>
    public SynthesisError? Synthesis { get; init; }

    /// <summary>
    /// Whether an estimator asked for looks at outcome means; all but weighting do. Propensities are always needed: even outcome regression
    /// takes its standard error, and every estimate its account of overlap, from them.
    /// </summary>
    internal bool NeedsMeans => Estimators.Any(name => Score(name).NeedsMeans);

    /// <summary>The contrasts of so many levels.</summary>
    internal IReadOnlyList<Contrast> ContrastsOf(int levels) => Contrasts
        ?? (AllPairs ? Contrast.Pairs(levels) : Contrast.WithReference(levels));

    /// <summary>The estimator of a name, with these options.</summary>
    /// <exception cref="CausalLoomException">There is none.</exception>
    public IScore Score(string name)
    {
        Part<IScore> part = Catalogues.Estimators.Find(name);
        return part.Options.Defaults is TmleOptions ? part.Create(name, Tmle) : part.Create(name);
    }

    /// <summary>Checks names before any work is done.</summary>
    /// <exception cref="CausalLoomException">There is no such estimator.</exception>
    public void Check()
    {
        if (Repeats is { } repeats && (repeats is < 1 or > 99 || repeats % 2 == 0))
        {
            throw new CausalLoomException(FormattableString.Invariant($"‹repeats {repeats}› is no odd number from 1 to 99: of an even ")
                + "number of estimates none is the middle one.");
        }

        foreach (string name in Estimators)
        {
            _ = Score(name);
        }
    }
}
