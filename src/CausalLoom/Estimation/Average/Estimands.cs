using CausalLoom.Data;
using CausalLoom.Io;

namespace CausalLoom.Estimation.Average;

/// <summary>The names of estimands.</summary>
public static class Estimands
{
    /// <summary>All names: ate, att, atc, ato.</summary>
    public static IReadOnlyList<string> Names { get; } = ["ate", "att", "atc", "ato"];

    /// <summary>The name: ate, att, atc, ato.</summary>
    public static string Name(this Estimand estimand) => Names[(int)estimand];

    /// <summary>The estimand of that name.</summary>
    /// <exception cref="CausalLoomException">There is none.</exception>
    public static Estimand Parse(string name)
    {
        int found = Names.ToList().IndexOf(name);
        return found >= 0 ? (Estimand)found : throw new CausalLoomException(
            $"There is no estimand '{name}'.{Suggestion.For(name, Names)} The estimands are: {string.Join(", ", Names)}.");
    }
}
