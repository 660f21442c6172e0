using System.Text.Json;
using System.Text.Json.Nodes;

namespace CausalLoom.Jobs;

/// <summary>How the documents of jobs are written.</summary>
internal static class JobJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>A document as text.</summary>
    public static string Text(JsonNode json) => json.ToJsonString(Indented) + "\n";

    /// <summary>A list of texts.</summary>
    public static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
