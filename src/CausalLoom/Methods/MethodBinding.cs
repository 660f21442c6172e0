using CausalLoom.Catalogue;
using CausalLoom.Synthesis;

namespace CausalLoom.Methods;

/// <summary>A method on the way from its defaults to what a user's words have: parts chosen by name, options set by name.</summary>
internal sealed class MethodBinding
{
    private readonly Dictionary<string, (RecordPath Path, PartSlot Slot)> _slots = [];
    private readonly Dictionary<string, string> _shown = [];
    private readonly List<Choice> _choices = [];
    private readonly Choice<ISynthesizer> _method;
    private readonly Preset? _preset;
    private readonly Catalogues _catalogues;

    /// <summary>Begins with a method as it is.</summary>
    /// <param name="start">The method with its defaults, or as a preset has it.</param>
    /// <param name="preset">What else the preset says; or null.</param>
    /// <param name="catalogues">Where names are looked up.</param>
    public MethodBinding(ISynthesizer start, Preset? preset, Catalogues catalogues)
    {
        (_preset, _catalogues) = (preset, catalogues);
        _method = new Choice<ISynthesizer>(catalogues.Methods, "method", start.Method, start);
        foreach (RecordPath path in RecordPath.Of(start))
        {
            if (PartSlot.For(path.Property.PropertyType) is { } slot)
            {
                _slots.TryAdd(OptionName.Of(path.Property.Name), (path, slot));
            }
        }
    }

    /// <summary>What was set by name.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings => [.. _choices.Append(_method).SelectMany(choice => choice.Set)];

    /// <summary>The name that a user chose for a role, or null.</summary>
    public string? Shown(string role) => _shown.GetValueOrDefault(role);

    /// <summary>Sets an option of the method: a part by its name, or a value.</summary>
    /// <exception cref="CausalLoomException">The method has no such option, or there is no such part or value.</exception>
    public void Set(string name, string value)
    {
        if (_slots.TryGetValue(name, out (RecordPath, PartSlot Slot) found))
        {
            _choices.RemoveAll(choice => choice.Role == name);
            _choices.Add(found.Slot.Choose(_catalogues, name, value, OfPreset(name, value)));
            _shown[name] = value;
        }
        else
        {
            _method.SetOption(name, value, () => NoMeaning(name, value));
        }
    }

    /// <summary>Sets options of the parts, and of the method, by their names.</summary>
    /// <exception cref="CausalLoomException">One is of nothing that is in use, or its value is none.</exception>
    public void Apply(IReadOnlyList<OptionSetting> settings)
    {
        if (settings.Count == 0)
        {
            return;
        }

        // A part that nobody named is chosen now, so that its options can be set.
        foreach ((string role, (RecordPath path, PartSlot slot)) in _slots.Where(slot => _choices.TrueForAll(c => c.Role != slot.Key)))
        {
            string name = slot.NameOf(path.Get(_method.Options)!);
            _choices.Add(slot.Choose(_catalogues, role, name, OfPreset(role, name)));
        }

        Choice.Apply(settings, [.. _choices, _method]);
    }

    /// <summary>The method with all that was set; a part that nothing was said of stays as it is.</summary>
    public ISynthesizer Make()
    {
        object made = _method.Options;
        foreach (Choice choice in _choices.Where(choice => choice.Set.Count > 0 || _shown.ContainsKey(choice.Role)))
        {
            made = _slots[choice.Role].Path.Set(made, choice.Make());
        }

        return (ISynthesizer)made;
    }

    private object? OfPreset(string role, string name) =>
        _preset?.Parts.FirstOrDefault(part => part.Role == role && part.Name == name).Options;

    private CausalLoomException NoMeaning(string name, string value)
    {
        string[] others = [.. _catalogues.Methods.Where(method => MethodCatalogue.Has(method, name)).Select(method => method.Name)];
        string advice = others.Length is > 0 and <= 2 ? $", or choose ‹method {string.Join("› or ‹method ", others)}›" : string.Empty;
        string option = value is "true" or "" ? name : $"{name} {value}";
        return new CausalLoomException($"‹{option}› has no meaning with ‹method {_method.Name}›: leave it out{advice}.");
    }
}
