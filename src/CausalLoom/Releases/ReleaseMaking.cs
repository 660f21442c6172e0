using System.Text.Json.Nodes;

namespace CausalLoom.Releases;

/// <summary>How the rows of a release were made, as far as it may be told: enough to make others like them.</summary>
public sealed record ReleaseMaking
{
    /// <summary>The synthesis method.</summary>
    public string Method { get; init; } = string.Empty;

    /// <summary>The method's parts by role, such as generator.</summary>
    public IReadOnlyDictionary<string, string> Parts { get; init; } = new Dictionary<string, string>();

    /// <summary>The preset, or null.</summary>
    public string? Preset { get; init; }

    /// <summary>What was set by name, or null.</summary>
    public JsonObject? Settings { get; init; }

    /// <summary>Whether the mechanisms of treatment and outcome were fitted on the same rows as the covariates' model.</summary>
    public bool SameRows { get; init; } = true;

    /// <summary>The seed.</summary>
    public long Seed { get; init; }
}
