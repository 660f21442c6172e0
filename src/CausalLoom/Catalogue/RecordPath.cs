using System.Reflection;

namespace CausalLoom.Catalogue;

/// <summary>A property of a record, or of a record within it.</summary>
internal sealed class RecordPath
{
    private readonly PropertyInfo[] _steps;

    private RecordPath(PropertyInfo[] steps)
    {
        _steps = steps;
        Name = string.Join('.', steps.Select(property => OptionName.Of(property.Name)));
    }

    /// <summary>The names of its properties, outermost first: `boosting.trees`.</summary>
    public string Name { get; }

    /// <summary>The property itself.</summary>
    public PropertyInfo Property => _steps[^1];

    /// <summary>The properties of a record that can be set, and those of the records it holds, in its order.</summary>
    public static IEnumerable<RecordPath> Of(object record) => Of(record, []);

    /// <summary>Its value.</summary>
    public object? Get(object record) => _steps.Aggregate((object?)record, (at, step) => at is null ? null : step.GetValue(at));

    /// <summary>The record with another value, as `with` would have it.</summary>
    public object Set(object record, object? value) => Set(record, 0, value);

    private static IEnumerable<RecordPath> Of(object record, PropertyInfo[] before)
    {
        foreach (PropertyInfo property in record.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p =>
            p.CanWrite && p.SetMethod!.IsPublic && p.GetIndexParameters().Length == 0))
        {
            PropertyInfo[] here = [.. before, property];
            yield return new RecordPath(here);
            if (RecordCopy.IsRecord(property.PropertyType) && property.GetValue(record) is { } within)
            {
                foreach (RecordPath inner in Of(within, here))
                {
                    yield return inner;
                }
            }
        }
    }

    private object Set(object record, int depth, object? value)
    {
        object copy = RecordCopy.Of(record);
        _steps[depth].SetValue(copy, depth == _steps.Length - 1 ? value : Set(_steps[depth].GetValue(record)!, depth + 1, value));
        return copy;
    }
}
