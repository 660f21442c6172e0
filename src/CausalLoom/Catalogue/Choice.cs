using CausalLoom.Io;

namespace CausalLoom.Catalogue;

/// <summary>A part that was chosen for a role, with its options so far.</summary>
public abstract class Choice
{
    private readonly List<(string Name, string Value)> _set = [];
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private readonly OptionSheet _sheet;

    private protected Choice(string role, string name, OptionSheet sheet, object options) =>
        (Role, Name, _sheet, Options) = (role, name, sheet, options);

    /// <summary>What it was chosen as, such as "generator".</summary>
    public string Role { get; }

    /// <summary>Its name, without a word.</summary>
    public string Name { get; }

    /// <summary>Its options.</summary>
    public object Options { get; private set; }

    /// <summary>What a user set: `ctgan.epochs` and the value, in full and as it was understood.</summary>
    public IReadOnlyList<(string Name, string Value)> Set => _set;

    /// <summary>Sets options by name.</summary>
    /// <param name="settings">The settings, applied in their order.</param>
    /// <param name="choices">All that was chosen.</param>
    /// <exception cref="CausalLoomException">A setting is of nothing that was chosen, of no option, of more than one, or its value is
    /// none.</exception>
    public static void Apply(IEnumerable<OptionSetting> settings, params IReadOnlyList<Choice> choices)
    {
        ArgumentNullException.ThrowIfNull(settings);
        foreach (OptionSetting setting in settings)
        {
            (Choice choice, string option) = Find(setting, choices);
            choice.Bind(option, setting.Value);
        }
    }

    private static (Choice Choice, string Option) Find(OptionSetting setting, IReadOnlyList<Choice> choices)
    {
        string[] path = setting.Path.Split('.');
        if (path.Length > 2 && choices.FirstOrDefault(c =>
            OptionName.Same(c.Role, path[0]) && OptionName.Same(c.Name, path[1])) is { } exact)
        {
            return (exact, string.Join('.', path[2..]));
        }

        string option = string.Join('.', path[1..]);
        Choice[] named = [.. choices.Where(c => OptionName.Same(c.Name, path[0]))];
        Choice[] fitting = named.Length > 1 ? [.. named.Where(c => c._sheet.Has(option))] : named;
        return fitting.Length switch
        {
            1 => (fitting[0], option),
            0 when named.Length > 0 => (named[0], option),
            0 => throw Unknown(setting, path[0], choices),
            _ => throw new CausalLoomException($"{setting}: '{path[0]}' is the {string.Join(" and the ", named.Select(c => c.Role))}: "
                + $"write {string.Join(" or ", named.Select(c => $"{c.Role}.{setting.Path}"))}."),
        };
    }

    private static CausalLoomException Unknown(OptionSetting setting, string name, IReadOnlyList<Choice> choices)
    {
        string[] names = [.. choices.Select(c => c.Name).Distinct()];
        return new CausalLoomException($"{setting}: '{name}' is not in use.{Suggestion.For(name, names)} What is in use: "
            + $"{string.Join(", ", names)}.");
    }

    /// <summary>Sets an option that has a name of its own at the door, such as ‹dcr-filter›.</summary>
    /// <param name="name">The option's name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="unknown">What is wrong where there is no such option.</param>
    /// <exception cref="CausalLoomException">There is none, or the value is none of its own.</exception>
    internal void SetOption(string name, string value, Func<CausalLoomException> unknown)
    {
        OptionField field = _sheet.Has(name) ? _sheet.Find(name) : throw unknown();
        Once(field);
        Options = field.Set(Options, value, $"‹{name}›");
    }

    /// <summary>Makes the part.</summary>
    /// <exception cref="CausalLoomException">Its word is wrong, or its options do not go together.</exception>
    internal abstract object Make();

    private void Bind(string option, string value)
    {
        OptionField field = _sheet.Find(option);
        Once(field);
        Options = _sheet.Bind(Options, option, value);
        _set.Add(($"{Name}.{field.Name}", field.Show(Options)));
    }

    // Which of two would count is nothing that a user could know.
    private void Once(OptionField field)
    {
        if (!_said.Add(field.Name))
        {
            throw new CausalLoomException($"{Name}.{field.Name} is set twice, by name or by a flag of its own: leave one of them out.");
        }
    }
}
