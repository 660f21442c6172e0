using System.Text.Json.Nodes;

namespace CausalLoom.Llm.Tests;

/// <summary>A request as the fake server got it.</summary>
/// <param name="Number">How many came before it.</param>
/// <param name="Head">The request line and headers.</param>
/// <param name="Body">The body.</param>
internal sealed record FakeRequest(int Number, string Head, JsonObject Body)
{
    /// <summary>The text of the message from the user.</summary>
    public string User => Body["messages"]!.AsArray().Single(m => m!["role"]!.GetValue<string>() == "user")!["content"]!.GetValue<string>();

    /// <summary>The example rows in it.</summary>
    public JsonArray Examples =>
        JsonNode.Parse(User.Split('\n').Single(line => line.StartsWith("{\"rows\":", StringComparison.Ordinal)))!["rows"]!.AsArray();

    public bool IsConstrained => Body.ContainsKey("response_format");
}
