using CausalLoom.Data;
using CausalLoom.Io;

namespace CausalLoom.Estimation.Average;

/// <summary>The names of scales.</summary>
public static class EffectScales
{
    /// <summary>All names: difference, ratio, odds-ratio.</summary>
    public static IReadOnlyList<string> Names { get; } = ["difference", "ratio", "odds-ratio"];

    /// <summary>The name.</summary>
    public static string Name(this EffectScale scale) => Names[(int)scale];

    /// <summary>The scale of that name.</summary>
    /// <exception cref="CausalLoomException">There is none.</exception>
    public static EffectScale Parse(string name)
    {
        int found = Names.ToList().IndexOf(name);
        return found >= 0 ? (EffectScale)found : throw new CausalLoomException(
            $"There is no scale '{name}'.{Suggestion.For(name, Names)} The scales are: {string.Join(", ", Names)}.");
    }
}
