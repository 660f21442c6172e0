using CausalLoom.Mechanisms.Basis;
using CausalLoom.Mechanisms.Networks;
using CausalLoom.Models;

namespace CausalLoom.Mechanisms;

/// <summary>The outcome learners there are, by their names on the command line.</summary>
public static class OutcomeRegistry
{
    private static readonly Dictionary<string, Func<IOutcomeLearner>> Learners = new(StringComparer.Ordinal)
    {
        ["slearner"] = () => new SLearnerNetwork(),
        ["tlearner"] = () => new TLearnerNetwork(),
        ["linear"] = () => new LinearOutcome(),
        ["forest"] = () => new ForestOutcome(),
        ["boosting"] = () => new BoostingOutcome(),
        ["spline"] = () => new BasisOutcome(BasisKind.Spline),
        ["interactions"] = () => new BasisOutcome(BasisKind.Interactions),
        ["constant"] = () => new ConstantOutcome(),
        ["stack"] = () => new StackedOutcome(),
    };

    private static readonly Dictionary<string, Func<ModelState, IOutcomeModel>> Loaders = new(StringComparer.Ordinal)
    {
        [NetworkOutcomeModel.Kind] = NetworkOutcomeModel.Load,
        [LinearOutcomeModel.Kind] = LinearOutcomeModel.Load,
        [ForestOutcomeModel.Kind] = ForestOutcomeModel.Load,
        [BoostingOutcomeModel.Kind] = BoostingOutcomeModel.Load,
        [BasisOutcomeModel.Kind] = BasisOutcomeModel.Load,
        [ConstantOutcomeModel.Kind] = ConstantOutcomeModel.Load,
        [StackedOutcomeModel.Kind] = StackedOutcomeModel.Load,
    };

    /// <summary>The names, in the order of the documentation.</summary>
    public static IReadOnlyCollection<string> Names => Learners.Keys;

    /// <summary>The learner of that name with its default options.</summary>
    /// <exception cref="CausalLoomException">There is none.</exception>
    public static IOutcomeLearner Create(string name) => Learners.TryGetValue(name, out Func<IOutcomeLearner>? create)
        ? create()
        : throw new CausalLoomException($"There is no outcome model '{name}'. The outcome models are: {string.Join(", ", Names)}.");

    /// <summary>Loads a saved model.</summary>
    /// <exception cref="CausalLoomException">The state is of an unknown kind or damaged.</exception>
    public static IOutcomeModel Load(ModelState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Loaders.TryGetValue(state.Kind, out Func<ModelState, IOutcomeModel>? load)
            ? load(state)
            : throw new CausalLoomException($"The model file holds an outcome model of an unknown kind "
                + $"'{state.Kind}'. Fit the model again.");
    }
}
