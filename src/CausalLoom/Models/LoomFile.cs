using System.Text.Json.Nodes;

namespace CausalLoom.Models;

/// <summary>What a `.loom` file holds.</summary>
/// <param name="State">The model.</param>
/// <param name="Manifest">The rest of the manifest: versions, and whatever its writer added (method, seed, schema, …).</param>
public sealed record LoomFile(ModelState State, JsonObject Manifest);
