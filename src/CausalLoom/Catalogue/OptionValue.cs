using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace CausalLoom.Catalogue;

/// <summary>How the values of an option are read and written as text: numbers, words, yes and no, lists of these.</summary>
/// <param name="Takes">What it takes, in words.</param>
/// <param name="Read">The value of a text; null for none.</param>
/// <param name="Show">The text of a value.</param>
/// <param name="Words">The words there are, where it takes words.</param>
internal sealed record OptionValue(string Takes, Func<string, object?> Read, Func<object?, string> Show, params string[] Words)
{
    private const string None = "none", Default = "default";

    /// <summary>The way for a property, or null where it cannot be written as text.</summary>
    public static OptionValue? For(PropertyInfo property)
    {
        RangeAttribute? range = property.GetCustomAttribute<RangeAttribute>();
        Type type = property.PropertyType;
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Scalar(inner, range) is { } value ? Optional(value) : null;
        }

        return Item(type) is { } item ? item != typeof(string) && Scalar(item, range) is { } values ? List(values, item) : null
            : Scalar(type, range) is { } one ? new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable
                ? Optional(one) : one
            : null;
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">Its value; null where it may be unset and the text says so.</param>
    public bool TryRead(string text, out object? value)
    {
        bool unset = Unset is not null && string.Equals(text.Trim(), Unset, StringComparison.OrdinalIgnoreCase);
        value = unset ? null : Read(text.Trim());
        return unset || value is not null;
    }

    private string? Unset { get; init; }

    // Where "none" is a value, "default" is what leaves it open.
    private static OptionValue Optional(OptionValue value)
    {
        string unset = value.Read(None) is null || value.Takes == "text" ? None : Default;
        return value with
        {
            Unset = unset,
            Takes = $"{value.Takes}, or {unset}",
            Show = held => held is null ? unset : value.Show(held),
        };
    }

    private static Type? Item(Type type) => type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static OptionValue List(OptionValue item, Type type) => new(
        $"a list with commas, each {item.Takes}",
        text =>
        {
            object?[] values = [.. text.Split(',', StringSplitOptions.TrimEntries).Select(item.Read)];
            if (values.Contains(null))
            {
                return null;
            }

            Array list = Array.CreateInstance(type, values.Length);
            Array.Copy(values, list, values.Length);
            return list;
        },
        held => string.Join(',', ((System.Collections.IEnumerable?)held ?? Array.Empty<object>()).Cast<object>().Select(item.Show)));

    private static OptionValue? Scalar(Type type, RangeAttribute? range) =>
        type == typeof(int) || type == typeof(long) ? Whole(type, range)
        : type == typeof(double) ? Number(range)
        : type == typeof(decimal) ? Converted("a number from 0 up", value => value < 1e15 ? (decimal)value : null, held => (decimal)held)
        : type == typeof(TimeSpan) ? Converted("seconds", value => value < 1e9 ? TimeSpan.FromSeconds(value) : null, held =>
            (decimal)((TimeSpan)held).TotalSeconds)
        : type == typeof(bool) ? new OptionValue("true or false", Flag, held => (bool)held! ? "true" : "false")
        : type == typeof(string) ? new OptionValue("text", text => text.Length > 0 ? text : null, held => (string?)held ?? None)
        : type == typeof(Uri) ? new OptionValue("an http or https address", Address, held => held?.ToString() ?? None)
        : type.IsEnum ? Enumeration(type)
        : null;

    private static object? Flag(string text) => text.ToLowerInvariant() switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => null,
    };

    private static Uri? Address(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) ? uri : null;

    private static OptionValue Enumeration(Type type)
    {
        (string Word, object Value)[] words = [.. Enum.GetValues(type).Cast<object>().Select(value => (Word(value), value))];
        return new OptionValue(
            "one of " + string.Join(", ", words.Select(pair => pair.Word)),
            text => Array.Find(words, pair => OptionName.Same(pair.Word, text)).Value,
            held => Word(held!),
            [.. words.Select(pair => pair.Word)]);
    }

    // A letter is a name of its own and not a word in lower case.
    private static string Word(object value) => value.ToString() is { Length: > 1 } name ? OptionName.Of(name) : value.ToString()!;

    private static OptionValue Whole(Type type, RangeAttribute? range) => new(
        "a whole number" + Bounds(range),
        text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            && (type == typeof(long) || value is >= int.MinValue and <= int.MaxValue) && Fits(range, value)
            ? type == typeof(long) ? value : (object)(int)value : null,
        held => Convert.ToString(held, CultureInfo.InvariantCulture)!);

    // A number too large for its type is a slip; infinity is asked for by its name.
    private static OptionValue Number(RangeAttribute? range) => new(
        "a number" + Bounds(range),
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && !double.IsNaN(value)
            && (double.IsFinite(value) || !text.Any(char.IsAsciiDigit)) && Fits(range, value) ? value : null,
        held => Convert.ToString(held, CultureInfo.InvariantCulture)!);

    // Prices and times, neither of which is below 0.
    private static OptionValue Converted(string takes, Func<double, object?> of, Func<object, decimal> number) => new(
        takes,
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= 0 ? of(value) : null,
        held => number(held!).ToString(CultureInfo.InvariantCulture));

    private static bool Fits(RangeAttribute? range, double value)
    {
        if (range is null)
        {
            return true;
        }

        (double least, double most) = Ends(range);
        return (range.MinimumIsExclusive ? value > least : value >= least) && (range.MaximumIsExclusive ? value < most : value <= most);
    }

    private static (double Least, double Most) Ends(RangeAttribute range) =>
        (Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture), Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture));

    private static string Bounds(RangeAttribute? range)
    {
        if (range is null)
        {
            return string.Empty;
        }

        (double least, double most) = Ends(range);
        string low = string.Create(CultureInfo.InvariantCulture, $"{(range.MinimumIsExclusive ? " above" : " from")} {least}");
        return most is double.PositiveInfinity or int.MaxValue or double.MaxValue ? low + (range.MinimumIsExclusive ? string.Empty : " up")
            : string.Create(CultureInfo.InvariantCulture, $"{low} {(range.MaximumIsExclusive ? "to below" : "to")} {most}");
    }
}
