namespace CausalLoom.Catalogue;

/// <summary>A part that can be asked for by name: what it is called, what it is, its options, and how it is made and loaded.</summary>
/// <typeparam name="T">What it makes.</typeparam>
public sealed class Part<T>
    where T : notnull
{
    private readonly Func<object, T> _create;

    internal Part(string name, string help, object defaults, Func<object, T> create, IEnumerable<ModelLoader> loaders)
    {
        (Name, Help, Options, _create, Loaders) = (name, help, new OptionSheet(name, defaults), create, [.. loaders]);
    }

    /// <summary>The name, lower case.</summary>
    public string Name { get; }

    /// <summary>What it is, in a line.</summary>
    public string Help { get; }

    /// <summary>The word that its name is followed by after a colon, such as COL of `known:COL`; null for most.</summary>
    public string? Word { get; internal init; }

    /// <summary>The package that has it, where this program is without that package; null for the others.</summary>
    public string? Package { get; internal init; }

    /// <summary>The name as it is written, with its word.</summary>
    public string Shown => Word is null ? Name : $"{Name}:{Word}";

    /// <summary>Its options and their defaults.</summary>
    public OptionSheet Options { get; }

    /// <summary>How its saved models are loaded; empty where nothing of it is saved.</summary>
    public IReadOnlyList<ModelLoader> Loaders { get; }

    /// <summary>Whether the models it is saved as are of a type, such as one that can do more.</summary>
    public bool Gives<TModel>() => Loaders.Any(loader => typeof(TModel).IsAssignableFrom(loader.Model));

    /// <summary>Makes it with the default options.</summary>
    /// <exception cref="CausalLoomException">It needs a word.</exception>
    public T Create() => Create(Name);

    /// <summary>Makes it with the default options.</summary>
    /// <param name="name">Its name, with its word where it takes one.</param>
    /// <exception cref="CausalLoomException">The word is wrong.</exception>
    public T Create(string name) => Create(name, Options.Defaults);

    /// <summary>Makes it with options that <see cref="OptionSheet.Bind"/> gave.</summary>
    /// <param name="name">Its name, with its word where it takes one.</param>
    /// <param name="options">A record of the type of its defaults.</param>
    /// <exception cref="CausalLoomException">The word is wrong, or the options do not go together.</exception>
    public T Create(string name, object options)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(options);
        return _create(Word is null ? options : name.Length > Name.Length + 1 ? name[(Name.Length + 1)..]
            : throw new CausalLoomException($"'{Name}' needs a word: {Shown}."));
    }

    /// <summary>Whether a user's word is its name.</summary>
    internal bool Answers(string name) => Word is null ? name == Name
        : name.StartsWith(Name, StringComparison.Ordinal) && name.Length > Name.Length && name[Name.Length] == ':';
}
