using System.Text.Json;
using System.Text.Json.Nodes;

namespace CausalLoom.Tests;

/// <summary>Reads the JSON that scripts under tools/reference wrote.</summary>
internal static class TestFixture
{
    internal static JsonElement Element(string file) => JsonDocument.Parse(Text(file)).RootElement;

    internal static JsonNode Node(string file) => JsonNode.Parse(Text(file))!;

    private static string Text(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", file));
}
