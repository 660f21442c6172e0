namespace CausalLoom.Catalogue;

/// <summary>Makes <see cref="Part{T}"/>s. Each room has a shorter way for its own kind, such as `GeneratorCatalogue.Entry`.</summary>
public static class Parts
{
    /// <summary>A part with options.</summary>
    /// <param name="name">The name, lower case.</param>
    /// <param name="help">What it is, in a line.</param>
    /// <param name="defaults">Its options, a record whose properties can be set by their names.</param>
    /// <param name="create">Makes it.</param>
    /// <param name="loaders">How its saved models are loaded.</param>
    public static Part<T> Of<TOptions, T>(string name, string help, TOptions defaults, Func<TOptions, T> create,
        params IEnumerable<ModelLoader> loaders)
        where TOptions : notnull
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(create);
        return new Part<T>(name, help, defaults, options => create((TOptions)options), loaders);
    }

    /// <summary>A part without options.</summary>
    public static Part<T> Of<T>(string name, string help, Func<T> create, params IEnumerable<ModelLoader> loaders)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(create);
        return new Part<T>(name, help, new object(), _ => create(), loaders);
    }

    /// <summary>A part whose name is followed by a word after a colon.</summary>
    /// <param name="name">The name before the colon.</param>
    /// <param name="word">What the word is called in help, such as COL.</param>
    /// <param name="help">What it is, in a line.</param>
    /// <param name="create">Makes it of the word.</param>
    /// <param name="loaders">How its saved models are loaded.</param>
    public static Part<T> OfWord<T>(string name, string word, string help, Func<string, T> create, params IEnumerable<ModelLoader> loaders)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(create);
        return new Part<T>(name, help, new object(), text => create((string)text), loaders) { Word = word };
    }

    /// <summary>A part that a package has: listed with the others, and refused in one line until that package's own takes its
    /// place.</summary>
    internal static Part<T> Elsewhere<T>(string name, string help, string package)
        where T : notnull => new(name, help, new object(), _ => throw new InvalidOperationException(), []) { Package = package };
}
