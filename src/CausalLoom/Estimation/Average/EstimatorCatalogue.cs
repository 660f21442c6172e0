using CausalLoom.Catalogue;

namespace CausalLoom.Estimation.Average;

/// <summary>The estimators of average effects there are: a line each.</summary>
public static class EstimatorCatalogue
{
    /// <summary>This library's estimators, in the order of the documentation.</summary>
    public static Catalogue<IScore> BuiltIn { get; } = new("estimator", "estimators",
    [
        Entry("or", "outcome regression", new OutcomeRegressionScore(), o => o),
        Entry("ipw", "inverse-probability weighting", new WeightingScore(), o => o),
        Entry("aipw", "augmented weighting", new AugmentedScore(), o => o),
        Entry("tmle", "targeted maximum likelihood", new TmleOptions(), o => new TargetedScore(o)),
    ]);

    /// <summary>An estimator of a caller's own, for <see cref="Catalogues.With{T}"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="help">What it is, in a line.</param>
    /// <param name="defaults">Its options record.</param>
    /// <param name="create">Makes it.</param>
    public static Part<IScore> Entry<TOptions>(string name, string help, TOptions defaults, Func<TOptions, IScore> create)
        where TOptions : notnull => Parts.Of(name, help, defaults, create);

    extension(Catalogues catalogues)
    {
        /// <summary>The estimators of average effects.</summary>
        public Catalogue<IScore> Estimators => catalogues.Of(BuiltIn);
    }
}
