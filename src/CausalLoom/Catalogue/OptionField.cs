using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace CausalLoom.Catalogue;

/// <summary>An option of a part: a property of its options record, or of a record within that.</summary>
public sealed class OptionField
{
    private readonly PropertyInfo[] _path;
    private readonly OptionValue _value;

    private OptionField(PropertyInfo[] path, OptionValue value, object? standard)
    {
        (_path, _value, Default) = (path, value, value.Show(standard));
        Name = string.Join('.', path.Select(property => OptionName.Of(property.Name)));
        Meaning = path[^1].GetCustomAttribute<DescriptionAttribute>()?.Description;
    }

    /// <summary>The name, with the names of the records it is in before it: `boosting.trees`.</summary>
    public string Name { get; }

    /// <summary>The default as text.</summary>
    public string Default { get; }

    /// <summary>What it takes: its type and bounds, in words.</summary>
    public string Takes => _value.Takes;

    /// <summary>What it means, where that is not plain from its name; or null.</summary>
    public string? Meaning { get; }

    /// <summary>The options of a record.</summary>
    internal static IEnumerable<OptionField> Of(object defaults) => Of(defaults.GetType(), defaults, []);

    /// <summary>The record with this option set.</summary>
    /// <exception cref="CausalLoomException">The value is none of this option's.</exception>
    internal object Set(object options, string text, string owner) => _value.TryRead(text, out object? value)
        ? Set(options, 0, value)
        : throw new CausalLoomException($"{owner}.{Name} takes {Takes}, not '{text}'.");

    /// <summary>The value in a record, as text.</summary>
    internal string Show(object options)
    {
        object? at = options;
        foreach (PropertyInfo property in _path)
        {
            at = at is null ? null : property.GetValue(at);
        }

        return _value.Show(at);
    }

    private static IEnumerable<OptionField> Of(Type type, object? defaults, PropertyInfo[] path)
    {
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p =>
            p.CanWrite && p.SetMethod!.IsPublic && p.GetIndexParameters().Length == 0))
        {
            object? value = defaults is null ? null : property.GetValue(defaults);
            PropertyInfo[] here = [.. path, property];
            if (OptionValue.For(property) is { } reader)
            {
                yield return new OptionField(here, reader, value);
            }
            else if (RecordCopy.IsRecord(property.PropertyType) && (value is not null || RecordCopy.CanMake(property.PropertyType)))
            {
                foreach (OptionField inner in Of(property.PropertyType, value ?? RecordCopy.Make(property.PropertyType), here))
                {
                    yield return inner;
                }
            }
        }
    }

    private object Set(object record, int depth, object? value)
    {
        PropertyInfo property = _path[depth];
        object copy = RecordCopy.Of(record);
        object? inner = depth == _path.Length - 1 ? value
            : Set(property.GetValue(record) ?? RecordCopy.Make(property.PropertyType), depth + 1, value);
        property.SetValue(copy, inner);
        return copy;
    }
}
