using System.Reflection;

namespace CausalLoom.Catalogue;

/// <summary>Copies of records by reflection, as `with` makes them.</summary>
internal static class RecordCopy
{
    private const string Clone = "<Clone>$";

    /// <summary>Whether a type is a record, of the heap or not.</summary>
    public static bool IsRecord(Type type) => type is { IsAbstract: false, IsPrimitive: false, IsEnum: false, IsGenericType: false }
        && (type.IsValueType ? type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null
            : type.GetMethod(Clone) is not null);

    /// <summary>A copy; what is boxed is copied by the runtime.</summary>
    public static object Of(object record) => record.GetType() is { IsValueType: false } type
        ? type.GetMethod(Clone)!.Invoke(record, null)!
        : CopyOfValue(record);

    private static object CopyOfValue(object boxed) =>
        typeof(object).GetMethod(nameof(MemberwiseClone), BindingFlags.NonPublic | BindingFlags.Instance)!.Invoke(boxed, null)!;
}
