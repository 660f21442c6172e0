using CausalLoom.Synthesis;

namespace CausalLoom.Methods;

/// <summary>Every choice as a paper's code has it, or another tool: data, and no code.</summary>
/// <param name="Methods">The methods it has a meaning for, with all their options; the first is what it is where none is named.</param>
public sealed record Preset(params IReadOnlyList<ISynthesizer> Methods)
{
    /// <summary>
    /// What parts have in the place of their defaults under this preset: what each was chosen as, its name, and its options record.
    /// </summary>
    public IReadOnlyList<(string Role, string Name, object Options)> Parts { get; init; } = [];
}
