using CausalLoom.Catalogue;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Mechanisms.Residuals;

namespace CausalLoom.Methods;

/// <summary>The kinds of parts that an option of a method can be: what is named there is looked up in the kind's catalogue.</summary>
internal sealed class PartSlot
{
    private static readonly Dictionary<Type, PartSlot> Known = new()
    {
        [typeof(ITabularGenerator)] = Of<ITabularGenerator>(c => c.Generators, part => part.Name),
        [typeof(IPropensityLearner)] = Of<IPropensityLearner>(c => c.Propensities, part => part.Name),
        [typeof(IOutcomeLearner)] = Of<IOutcomeLearner>(c => c.Outcomes, part => part.Name),
        [typeof(OutcomeNoise)] = Of<OutcomeNoise>(c => c.OutcomeNoises, part => part.Name),
    };

    private readonly Func<Catalogues, string, string, object?, Choice> _choose;
    private readonly Func<object, string> _name;

    private PartSlot(Func<Catalogues, string, string, object?, Choice> choose, Func<object, string> name) =>
        (_choose, _name) = (choose, name);

    /// <summary>The kind of a property's type, or null where it is none.</summary>
    public static PartSlot? For(Type type) => Known.GetValueOrDefault(type);

    /// <summary>Chooses a part for a role.</summary>
    /// <param name="catalogues">Where it is looked up.</param>
    /// <param name="role">What it is chosen as.</param>
    /// <param name="name">Its name.</param>
    /// <param name="options">Its options; null: its defaults.</param>
    public Choice Choose(Catalogues catalogues, string role, string name, object? options) => _choose(catalogues, role, name, options);

    /// <summary>The name of a part.</summary>
    public string NameOf(object part) => _name(part);

    private static PartSlot Of<T>(Func<Catalogues, Catalogue<T>> catalogue, Func<T, string> name)
        where T : notnull => new((catalogues, role, word, options) => new Choice<T>(catalogue(catalogues), role, word, options),
            part => name((T)part));
}
