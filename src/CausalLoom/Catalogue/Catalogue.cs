using System.Collections;
using CausalLoom.Io;
using CausalLoom.Models;

namespace CausalLoom.Catalogue;

/// <summary>
/// The parts of one kind that can be asked for by name, in the order of the documentation. Flags, help, "did you mean", study files and
/// the loading of saved models all read it.
/// </summary>
/// <typeparam name="T">What the parts make.</typeparam>
public sealed class Catalogue<T> : IReadOnlyList<Part<T>>
    where T : notnull
{
    private readonly Part<T>[] _parts;
    private readonly string _plural;
    private readonly ModelLoader[] _others;

    /// <summary>A catalogue.</summary>
    /// <param name="kind">What one of them is called, such as "generator".</param>
    /// <param name="plural">What several are called.</param>
    /// <param name="parts">The parts.</param>
    /// <param name="others">Loaders of models that no part of its own gives, such as one around another.</param>
    public Catalogue(string kind, string plural, IEnumerable<Part<T>> parts, params IEnumerable<ModelLoader> others) =>
        (Kind, _plural, _parts, _others) = (kind, plural, [.. parts], [.. others]);

    /// <summary>What one of them is called, such as "generator".</summary>
    public string Kind { get; }

    /// <summary>The names as a user writes them; a part that takes a word shows it, such as `known:COL`.</summary>
    public IReadOnlyList<string> Names => [.. _parts.Select(part => part.Shown)];

    /// <inheritdoc />
    public int Count => _parts.Length;

    /// <inheritdoc />
    public Part<T> this[int index] => _parts[index];

    /// <inheritdoc />
    public IEnumerator<Part<T>> GetEnumerator() => ((IEnumerable<Part<T>>)_parts).GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether there is a part of that name.</summary>
    /// <param name="name">A name, with its word where it takes one.</param>
    public bool Contains(string name) => Array.Exists(_parts, part => part.Answers(name));

    /// <summary>The part of that name.</summary>
    /// <param name="name">A name, with its word where it takes one.</param>
    /// <exception cref="CausalLoomException">There is none.</exception>
    public Part<T> Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Part<T> found = Array.Find(_parts, part => part.Answers(name)) ?? throw Unknown(name);
        return found.Package is null ? found : throw Elsewhere(found, $"The {Kind} '{found.Name}' is in", "choose another");
    }

    /// <summary>What the part of that name makes with its default options.</summary>
    /// <param name="name">A name, with its word where it takes one.</param>
    /// <exception cref="CausalLoomException">There is none, or its word is wrong.</exception>
    public T Create(string name) => Find(name).Create(name);

    /// <summary>Loads a saved model by its kind.</summary>
    /// <typeparam name="TModel">What a part's fitted model is.</typeparam>
    /// <param name="state">The saved model.</param>
    /// <param name="catalogues">Where the models within it are looked up.</param>
    /// <exception cref="CausalLoomException">No part has models of that kind, or the state is damaged.</exception>
    public TModel Load<TModel>(ModelState state, Catalogues catalogues)
        where TModel : class
    {
        ArgumentNullException.ThrowIfNull(state);
        if (Array.Find(_parts, part => part.Package is not null && part.Name == state.Kind) is { } absent)
        {
            throw Elsewhere(absent, $"The model file holds a {Kind} '{absent.Name}' of", "fit the model again with another");
        }

        ModelLoader loader = _parts.SelectMany(part => part.Loaders).Concat(_others).FirstOrDefault(loader => loader.Kind == state.Kind)
            ?? throw new CausalLoomException($"The model file holds a {Kind} of the kind {CellText.Show(state.Kind)}, which nothing here "
                + $"loads. Where it is your own, load it with catalogues that hold it; otherwise fit the model again.");
        return (TModel)loader.Load(state, catalogues);
    }

    /// <summary>The same catalogue with further parts: behind its own, or in the place that was kept for them.</summary>
    /// <exception cref="ArgumentException">There is one of that name already.</exception>
    internal Catalogue<T> With(IEnumerable<Part<T>> parts)
    {
        List<Part<T>> all = [.. _parts];
        foreach (Part<T> part in parts)
        {
            int at = all.FindIndex(known => known.Name == part.Name);
            if (at < 0)
            {
                all.Add(part);
                continue;
            }

            all[at] = all[at].Package is not null ? part
                : throw new ArgumentException($"There is a {Kind} '{part.Name}' already.", nameof(parts));
        }

        return all.SequenceEqual(_parts) ? this : new Catalogue<T>(Kind, _plural, all, _others);
    }

    private CausalLoomException Elsewhere(Part<T> part, string what, string otherwise) => new($"{what} the package {part.Package}, "
        + $"which this program is without: put {part.Package}.dll beside the program (one of your own adds it to its catalogues), or "
        + $"{otherwise} {Kind}.");

    private CausalLoomException Unknown(string name) => new($"There is no {Kind} {CellText.Show(name)}.{Suggestion.For(name, Names)} The "
        + $"{_plural} are: {string.Join(", ", Names)}.");
}
