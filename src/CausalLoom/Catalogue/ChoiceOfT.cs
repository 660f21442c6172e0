namespace CausalLoom.Catalogue;

/// <summary>A part that was chosen for a role.</summary>
/// <typeparam name="T">What it makes.</typeparam>
public sealed class Choice<T> : Choice
    where T : notnull
{
    private readonly Part<T> _part;
    private readonly string _shown;

    /// <summary>A choice by name.</summary>
    /// <param name="catalogue">Where it is looked up.</param>
    /// <param name="role">What it is chosen as, such as "generator".</param>
    /// <param name="name">Its name, with its word where it takes one.</param>
    /// <param name="options">Its options where nothing is set; null: its defaults.</param>
    /// <exception cref="CausalLoomException">There is no such part.</exception>
    public Choice(Catalogue<T> catalogue, string role, string name, object? options = null)
        : this(catalogue.Find(name), role, name, options)
    {
    }

    private Choice(Part<T> part, string role, string name, object? options)
        : base(role, part.Name, part.Options, options ?? part.Options.Defaults) => (_part, _shown) = (part, name);

    /// <summary>Makes it.</summary>
    /// <exception cref="CausalLoomException">Its word is wrong, or its options do not go together.</exception>
    public T Create() => _part.Create(_shown, Options);

    /// <inheritdoc />
    internal override object Make() => Create();
}
