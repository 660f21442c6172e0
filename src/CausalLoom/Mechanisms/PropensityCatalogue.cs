using System.Globalization;
using CausalLoom.Catalogue;
using CausalLoom.Io;
using CausalLoom.Mechanisms.Basis;
using CausalLoom.Mechanisms.Calibration;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Models;

namespace CausalLoom.Mechanisms;

/// <summary>The propensity learners there are: a line each.</summary>
public static class PropensityCatalogue
{
    /// <summary>This library's learners, in the order of the documentation.</summary>
    public static Catalogue<IPropensityLearner> BuiltIn { get; } = new("propensity model", "propensity models",
    [
        Entry("logistic", "penalised logistic regression on the columns", new LogisticPropensity(), o => o,
            LogisticPropensityModel.Kind, LogisticPropensityModel.Load),
        Entry("forest", "random forest of probabilities", new ForestPropensityOptions(), o => new ForestPropensity(o),
            ForestPropensityModel.Kind, ForestPropensityModel.Load),
        Entry("boosting", "boosted trees", new BoostingPropensityOptions(), o => new BoostingPropensity(o),
            BoostingPropensityModel.Kind, BoostingPropensityModel.Load),
        Entry("spline", "additive natural splines", new BasisOptions(), o => new BasisPropensity(BasisKind.Spline, o),
            BasisPropensityModel.Kind, BasisPropensityModel.Load),
        Entry("interactions", "all two-way products", new BasisOptions(), o => new BasisPropensity(BasisKind.Interactions, o),
            BasisPropensityModel.Kind, BasisPropensityModel.Load),
        Entry("network", "a network with calibrated logits", new NetworkPropensity(new BasicNetOptions(),
            Clipping: PropensityClipping.Default), o => o, NetworkPropensityModel.Kind, NetworkPropensityModel.Load),
        Entry("stack", "regressions and boosted trees, stacked and calibrated", new CalibratedPropensityOptions(),
            o => new CalibratedPropensity(o), StackedPropensityModel.Kind, StackedPropensityModel.Load),
        Parts.Of<IPropensityLearner>("constant", "the share of treated", () => new ConstantPropensity(),
            ModelLoader.Of(ConstantPropensityModel.Kind, ConstantPropensityModel.Load)),
        Parts.OfWord<IPropensityLearner>("known", "COL", "the column COL holds it", column => new KnownPropensity(column),
            ModelLoader.Of(KnownPropensityModel.Kind, KnownPropensityModel.Load)),
        Parts.OfWord<IPropensityLearner>("randomized", "P", "the number P for everyone", Randomized),
    ], ModelLoader.Of(RecalibratedPropensityModel.Kind, RecalibratedPropensityModel.Load),
        ModelLoader.Of(LevelPropensityModel.Kind, LevelPropensityModel.Load),
        ModelLoader.Of(MultinomialPropensityModel.Kind, MultinomialPropensityModel.Load));

    /// <summary>A propensity learner of a caller's own, for <see cref="Catalogues.With{T}"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="help">What it is, in a line.</param>
    /// <param name="defaults">Its options record, whose properties can be set by name.</param>
    /// <param name="create">Makes it.</param>
    /// <param name="kind">The <see cref="ModelState.Kind"/> of its saved models.</param>
    /// <param name="load">Loads them.</param>
    public static Part<IPropensityLearner> Entry<TOptions, TModel>(string name, string help, TOptions defaults,
        Func<TOptions, IPropensityLearner> create, string kind, Func<ModelState, TModel> load)
        where TOptions : notnull
        where TModel : class, IPropensityModel => Parts.Of(name, help, defaults, create, ModelLoader.Of(kind, load));

    private static ConstantPropensity Randomized(string word) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double p) && p is > 0 and < 1
            ? new ConstantPropensity(p)
            : throw new CausalLoomException($"{CellText.Show("randomized:" + word)} needs a probability between 0 and 1, such as "
                + "randomized:0.5.");

    extension(Catalogues catalogues)
    {
        /// <summary>The propensity learners.</summary>
        public Catalogue<IPropensityLearner> Propensities => catalogues.Of(BuiltIn);

        /// <summary>Loads a saved propensity model.</summary>
        /// <exception cref="CausalLoomException">The state is of an unknown kind or damaged.</exception>
        public IPropensityModel LoadPropensity(ModelState state) => catalogues.Propensities.Load<IPropensityModel>(state, catalogues);
    }
}
