namespace CausalLoom.Catalogue;

/// <summary>
/// All that can be asked for by name. Each room adds the catalogue of its own kind as a member, such as `catalogues.Generators`; a caller
/// adds parts of their own with <see cref="With{T}"/> and passes the result where parts are named and models are loaded. Immutable.
/// </summary>
public sealed class Catalogues
{
    private readonly object[] _added;

    private Catalogues(object[] added) => _added = added;

    /// <summary>What this library has.</summary>
    public static Catalogues Default { get; } = new([]);

    /// <summary>These and one more part, which is then created, saved and loaded by its name as the others are.</summary>
    /// <typeparam name="T">What the part makes, which says its kind.</typeparam>
    /// <param name="part">The part.</param>
    public Catalogues With<T>(Part<T> part)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(part);
        return new Catalogues([.. _added, part]);
    }

    /// <summary>A room's own parts and those that were added to them.</summary>
    /// <exception cref="ArgumentException">One that was added has the name of another.</exception>
    internal Catalogue<T> Of<T>(Catalogue<T> own)
        where T : notnull => own.With(_added.OfType<Part<T>>());
}
