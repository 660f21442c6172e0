using CausalLoom.Catalogue;
using CausalLoom.Mechanisms.Basis;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Models;

namespace CausalLoom.Mechanisms;

/// <summary>The outcome learners there are: a line each.</summary>
public static class OutcomeCatalogue
{
    /// <summary>This library's learners, in the order of the documentation.</summary>
    public static Catalogue<IOutcomeLearner> BuiltIn { get; } = new("outcome model", "outcome models",
    [
        Entry("slearner", "one network for both arms", new BasicNetOptions(), o => new SLearnerNetwork(o),
            NetworkOutcomeModel.Kind, NetworkOutcomeModel.Load),
        Entry("tlearner", "a network an arm", new BasicNetOptions(), o => new TLearnerNetwork(o),
            NetworkOutcomeModel.Kind, NetworkOutcomeModel.Load),
        Entry("linear", "a regression an arm", new LinearOutcome(), o => o, LinearOutcomeModel.Kind, LinearOutcomeModel.Load),
        Entry("forest", "a random forest an arm", ForestOutcome.Standard, o => o, ForestOutcomeModel.Kind, ForestOutcomeModel.Load),
        Entry("boosting", "boosted trees an arm", BoostingOutcome.Standard, o => o, BoostingOutcomeModel.Kind, BoostingOutcomeModel.Load),
        Entry("spline", "additive natural splines an arm", new BasisOptions(), o => new BasisOutcome(BasisKind.Spline, o),
            BasisOutcomeModel.Kind, BasisOutcomeModel.Load),
        Entry("interactions", "all two-way products an arm", new BasisOptions(), o => new BasisOutcome(BasisKind.Interactions, o),
            BasisOutcomeModel.Kind, BasisOutcomeModel.Load),
        Entry("constant", "each arm's mean", new ConstantOutcome(), o => o, ConstantOutcomeModel.Kind, ConstantOutcomeModel.Load),
        Entry("stack", "regressions and boosted trees an arm, stacked", new StackedOutcomeOptions(), o => new StackedOutcome(o),
            StackedOutcomeModel.Kind, StackedOutcomeModel.Load),
    ]);

    /// <summary>An outcome learner of a caller's own, for <see cref="Catalogues.With{T}"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="help">What it is, in a line.</param>
    /// <param name="defaults">Its options record, whose properties can be set by name.</param>
    /// <param name="create">Makes it.</param>
    /// <param name="kind">The <see cref="ModelState.Kind"/> of its saved models.</param>
    /// <param name="load">Loads them.</param>
    public static Part<IOutcomeLearner> Entry<TOptions, TModel>(string name, string help, TOptions defaults,
        Func<TOptions, IOutcomeLearner> create, string kind, Func<ModelState, TModel> load)
        where TOptions : notnull
        where TModel : class, IOutcomeModel => Parts.Of(name, help, defaults, create, ModelLoader.Of(kind, load));

    extension(Catalogues catalogues)
    {
        /// <summary>The outcome learners.</summary>
        public Catalogue<IOutcomeLearner> Outcomes => catalogues.Of(BuiltIn);

        /// <summary>Loads a saved outcome model.</summary>
        /// <exception cref="CausalLoomException">The state is of an unknown kind or damaged.</exception>
        public IOutcomeModel LoadOutcome(ModelState state) => catalogues.Outcomes.Load<IOutcomeModel>(state, catalogues);
    }
}
