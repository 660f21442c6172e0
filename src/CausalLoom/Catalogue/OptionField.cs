using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using CausalLoom.Io;

namespace CausalLoom.Catalogue;

/// <summary>An option of a part: a property of its options record, or of a record within that.</summary>
public sealed class OptionField
{
    private readonly RecordPath _path;
    private readonly OptionValue _value;

    private OptionField(RecordPath path, OptionValue value, object? standard)
    {
        (_path, _value, Default) = (path, value, value.Show(standard));
        Meaning = path.Property.GetCustomAttribute<DescriptionAttribute>()?.Description;
    }

    /// <summary>The name, with the names of the records it is in before it: `boosting.trees`.</summary>
    public string Name => _path.Name;

    /// <summary>The default as text.</summary>
    public string Default { get; }

    /// <summary>What it takes: its type and bounds, in words.</summary>
    public string Takes => _value.Takes;

    /// <summary>What it means, where that is not plain from its name; or null.</summary>
    public string? Meaning { get; }

    /// <summary>The options of a record.</summary>
    internal static IEnumerable<OptionField> Of(object defaults)
    {
        foreach (RecordPath path in RecordPath.Of(defaults))
        {
            if (OptionValue.For(path.Property) is { } reader)
            {
                yield return new OptionField(path, reader, path.Get(defaults));
            }
        }
    }

    /// <summary>The record with this option set.</summary>
    /// <param name="options">The record.</param>
    /// <param name="text">The value.</param>
    /// <param name="label">What the option is called where the value is none of its own; null: its name.</param>
    /// <exception cref="CausalLoomException">The value is none of this option's.</exception>
    internal object Set(object options, string text, string? label = null) => _value.TryRead(text, out object? value)
        ? _path.Set(options, value)
        : throw new CausalLoomException(
            $"{label ?? Name} takes {Takes}, not {CellText.Show(text)}.{Suggestion.For(text, _value.Words)}");

    /// <summary>The value in a record, as text.</summary>
    internal string Show(object options) => _value.Show(_path.Get(options));
}
