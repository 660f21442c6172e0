using System.Text;

namespace CausalLoom.Catalogue;

/// <summary>The names of options: words in lower case with hyphens, whatever the property or the user has between them.</summary>
internal static class OptionName
{
    /// <summary>`GeneratorWidths`, `generator_widths` and `Generator-Widths` are all `generator-widths`; `L2` is `l2`.</summary>
    public static string Of(string text)
    {
        StringBuilder name = new(text.Length + 4);
        for (int i = 0; i < text.Length; i++)
        {
            bool word = i > 0 && char.IsUpper(text[i]) && (char.IsLower(text[i - 1]) || (char.IsUpper(text[i - 1]) && i + 1 < text.Length
                && char.IsLower(text[i + 1])));
            _ = word ? name.Append('-') : name;
            name.Append(text[i] == '_' ? '-' : char.ToLowerInvariant(text[i]));
        }

        return name.ToString();
    }

    /// <summary>Whether two spellings are of one name.</summary>
    public static bool Same(string a, string b) => Bare(a) == Bare(b);

    private static string Bare(string text) => string.Concat(text.Where(c => c is not ('-' or '_'))).ToLowerInvariant();
}
