using CausalLoom.Generators.Autoregressive.Argn;
using CausalLoom.Generators.Autoregressive.Lm;
using CausalLoom.Generators.Bootstrap;
using CausalLoom.Generators.CausalMix;
using CausalLoom.Generators.Copula;
using CausalLoom.Generators.Gan;
using CausalLoom.Generators.Diffusion;
using CausalLoom.Generators.Flow;
using CausalLoom.Generators.Forest;
using CausalLoom.Generators.Server;
using CausalLoom.Generators.Text;
using CausalLoom.Generators.Vae;
using CausalLoom.Models;

namespace CausalLoom.Generators;

/// <summary>The generators there are, by their names on the command line: the one place a new family is added to.</summary>
public static class GeneratorRegistry
{
    private static readonly Dictionary<string,
        (Func<GeneratorSettings, ITabularGenerator> Create, Func<ModelState, ITabularModel> Load)> Known = new(StringComparer.Ordinal)
    {
        ["tvae"] = (_ => new TvaeGenerator(), TvaeState.Load),
        ["argn"] = (_ => new ArgnGenerator(), ArgnState.Load),
        ["lm"] = (_ => new LmGenerator(), LmState.Load),
        ["ctgan"] = (_ => new CtganGenerator(), CtganState.Load),
        ["tabddpm"] = (_ => new TabDdpmGenerator(), TabDdpmState.Load),
        ["nflow"] = (_ => new NflowGenerator(), NflowState.Load),
        ["arf"] = (_ => new ArfGenerator(), ArfState.Load),
        ["causalmix"] = (_ => new CausalMixGenerator(), CausalMixState.Load),
        ["copula"] = (_ => new GaussianCopulaGenerator(), GaussianCopulaModel.Load),
        ["llm"] = (settings => new LlmGenerator(settings), LlmModel.Load),
        ["great"] = (settings => new GreatGenerator(settings.Checkpoint), GreatState.Load),
        ["bootstrap"] = (_ => new BootstrapGenerator(), BootstrapModel.Load),
    };

    /// <summary>The names, in the order of the documentation.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>The names of those whose models can draw some columns given others (<see cref="IConditionalModel"/>).</summary>
    public static IReadOnlyList<string> ConditionalNames => [
        .. Known.Where(entry => typeof(IConditionalModel).IsAssignableFrom(entry.Value.Load.Method.ReturnType)).Select(entry => entry.Key)];

    /// <summary>The generator of that name with its default options.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="settings">What language models need, or null.</param>
    /// <exception cref="CausalLoomException">There is none, or it lacks a setting.</exception>
    public static ITabularGenerator Create(string name, GeneratorSettings? settings = null) =>
        Find(name).Create(settings ?? new GeneratorSettings());

    /// <summary>Loads a saved model.</summary>
    /// <exception cref="CausalLoomException">The state is of an unknown kind or damaged.</exception>
    public static ITabularModel Load(ModelState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Find(state.Kind).Load(state);
    }

    private static (Func<GeneratorSettings, ITabularGenerator> Create, Func<ModelState, ITabularModel> Load) Find(string name) =>
        Known.TryGetValue(name, out var entry)
        ? entry
        : throw new CausalLoomException($"There is no generator '{name}'. The generators are: {string.Join(", ", Known.Keys)}.");
}
