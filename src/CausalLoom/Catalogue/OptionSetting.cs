namespace CausalLoom.Catalogue;

/// <summary>An option that a user set by name, `NAME.OPTION=VALUE`: `ctgan.epochs=300`.</summary>
/// <param name="Path">Whose option, and which: `ctgan.epochs`; where two chosen parts have one name, with what they were chosen as before
/// it: `propensity.forest.trees`.</param>
/// <param name="Value">The value as text.</param>
public sealed record OptionSetting(string Path, string Value)
{
    /// <summary>Reads one.</summary>
    /// <exception cref="CausalLoomException">It is not of that form.</exception>
    public static OptionSetting Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('=', 2) is [var path, var value] && path.Trim().Split('.') is { Length: > 1 } words
            && words.All(word => word.Length > 0) ? new OptionSetting(path.Trim(), value.Trim())
            : throw new CausalLoomException($"'{text}' sets nothing: write NAME.OPTION=VALUE, such as ctgan.epochs=300.");
    }

    /// <inheritdoc />
    public override string ToString() => $"{Path}={Value}";
}
