using CausalLoom.Io;

namespace CausalLoom.Catalogue;

/// <summary>
/// The options of a part by name: the properties of its options record that can be written as text, those of records within it by their
/// path (`boosting.trees`), or by their own name alone (`trees`) where no other has it.
/// </summary>
public sealed class OptionSheet
{
    private readonly string _owner;
    private readonly Lazy<OptionField[]> _fields;

    internal OptionSheet(string owner, object defaults)
    {
        (_owner, Defaults) = (owner, defaults);
        _fields = new Lazy<OptionField[]>(() => [.. OptionField.Of(defaults)]);
    }

    /// <summary>The options record where nothing is said.</summary>
    public object Defaults { get; }

    /// <summary>The options, in the order of the record.</summary>
    public IReadOnlyList<OptionField> Fields => _fields.Value;

    /// <summary>The options with one of them set.</summary>
    /// <param name="options">A record of the type of <see cref="Defaults"/>, which stays as it is.</param>
    /// <param name="option">The option's name or path; case, `-` and `_` make no difference.</param>
    /// <param name="value">The value as text; lists with commas, `none` for an option that need not be set.</param>
    /// <exception cref="CausalLoomException">There is no such option, or its value is none.</exception>
    public object Bind(object options, string option, string value)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(value);
        OptionField field = Find(option);
        return field.Set(options, value, $"{_owner}.{field.Name}");
    }

    /// <summary>Whether there is an option of that name or path.</summary>
    public bool Has(string option) => Fitting(option).Length > 0;

    /// <summary>The option of that name or path.</summary>
    /// <exception cref="CausalLoomException">There is none, or more than one of that name.</exception>
    public OptionField Find(string option)
    {
        ArgumentNullException.ThrowIfNull(option);
        OptionField[] found = Fitting(option);
        return found.Length switch
        {
            1 => found[0],
            0 => throw Unknown(option),
            _ => throw new CausalLoomException($"'{_owner}' has more than one option '{option}': write "
                + $"{string.Join(" or ", found.Select(field => field.Name))}."),
        };
    }

    private OptionField[] Fitting(string option)
    {
        OptionField[] exact = [.. Fields.Where(field => OptionName.Same(field.Name, option))];
        return exact.Length > 0 ? exact : [.. Fields.Where(field => OptionName.Same(Leaf(field), option))];
    }

    private static string Leaf(OptionField field) => field.Name[(field.Name.LastIndexOf('.') + 1)..];

    private CausalLoomException Unknown(string option)
    {
        string[] names = [.. Fields.Select(field => field.Name)];
        string known = names.Length == 0 ? "It has none." : $"Its options are: {string.Join(", ", names)}.";
        string[] leaves = [.. names, .. Fields.Select(Leaf)];
        return new CausalLoomException($"'{_owner}' has no option {CellText.Show(option)}."
            + $"{Suggestion.For(OptionName.Of(option), leaves)} {known}");
    }
}
