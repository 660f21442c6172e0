using CausalLoom.Models;

namespace CausalLoom.Catalogue;

/// <summary>How the saved models of one kind are loaded.</summary>
public sealed class ModelLoader
{
    private readonly Func<ModelState, Catalogues, object> _load;

    private ModelLoader(string kind, Type model, Func<ModelState, Catalogues, object> load) => (Kind, Model, _load) = (kind, model, load);

    /// <summary>The <see cref="ModelState.Kind"/> of what it loads.</summary>
    public string Kind { get; }

    /// <summary>The type of what it loads.</summary>
    public Type Model { get; }

    /// <summary>A loader of models that hold others, which the catalogues know.</summary>
    public static ModelLoader Of<TModel>(string kind, Func<ModelState, Catalogues, TModel> load)
        where TModel : class
    {
        ArgumentNullException.ThrowIfNull(load);
        return new ModelLoader(kind, typeof(TModel), load);
    }

    /// <summary>A loader of models that are whole in themselves.</summary>
    public static ModelLoader Of<TModel>(string kind, Func<ModelState, TModel> load)
        where TModel : class
    {
        ArgumentNullException.ThrowIfNull(load);
        return new ModelLoader(kind, typeof(TModel), (state, _) => load(state));
    }

    /// <summary>Loads a model.</summary>
    internal object Load(ModelState state, Catalogues catalogues) => _load(state, catalogues);
}
