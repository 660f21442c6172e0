using CausalLoom.Models;

namespace CausalLoom.Mechanisms;

/// <summary>The outcome learners there are, by their names on the command line (`cli.md`).</summary>
public static class OutcomeRegistry
{
    private static readonly Dictionary<string, (Func<IOutcomeLearner> Create, Func<ModelState, IOutcomeModel> Load)> Known = new(StringComparer.Ordinal)
    {
        [BoostingOutcomeModel.Kind] = (() => new BoostingOutcome(), BoostingOutcomeModel.Load),
        [StackedOutcomeModel.Kind] = (() => new StackedOutcome(), StackedOutcomeModel.Load),
    };

    /// <summary>The names, in the order of the documentation.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>The learner of that name with its default options.</summary>
    /// <exception cref="CausalLoomException">There is none.</exception>
    public static IOutcomeLearner Create(string name) => Find(name).Create();

    /// <summary>Loads a saved model.</summary>
    /// <exception cref="CausalLoomException">The state is of an unknown kind or damaged.</exception>
    public static IOutcomeModel Load(ModelState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Find(state.Kind).Load(state);
    }

    private static (Func<IOutcomeLearner> Create, Func<ModelState, IOutcomeModel> Load) Find(string name) => Known.TryGetValue(name, out var entry)
        ? entry
        : throw new CausalLoomException($"There is no outcome model '{name}'. The outcome models are: {string.Join(", ", Known.Keys)}.");
}
