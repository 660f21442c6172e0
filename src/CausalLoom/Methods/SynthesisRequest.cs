using CausalLoom.Catalogue;

namespace CausalLoom.Methods;

/// <summary>What a user asked to be synthesized how, by names. What is not said is as the method, or the preset, has it.</summary>
public sealed record SynthesisRequest
{
    /// <summary>A name of `catalogues.Methods`; null: the preset's, or steam.</summary>
    public string? Method { get; init; }

    /// <summary>A name of `catalogues.Presets`, or null.</summary>
    public string? Preset { get; init; }

    /// <summary>Options of the method by their names, such as ("generator", "ctgan") or ("dcr-filter", "true").</summary>
    public IReadOnlyList<(string Name, string Value)> Options { get; init; } = [];

    /// <summary>Options of parts and of the method: `ctgan.epochs=300`, `hybrid.folds=10`.</summary>
    public IReadOnlyList<OptionSetting> Settings { get; init; } = [];
}
