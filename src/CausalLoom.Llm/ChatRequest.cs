using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CausalLoom.Llm;

/// <summary>One request for rows, independent of how it is sent: the server, the model, the words, the schema, the seed.</summary>
internal sealed record ChatRequest(Uri Endpoint, string Model, string System, string User, JsonObject Schema, double Temperature, int Seed)
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// What the cache calls it: the SHA-256 of the server's address and the request in full. A server that takes no schema is sent
    /// less than that, and the name stays the same.
    /// </summary>
    public string Key() => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(Endpoint.AbsoluteUri.TrimEnd('/') + "\n" + Body(constrained: true))));

    /// <summary>The body of the HTTP request.</summary>
    /// <param name="constrained">Whether the server is to hold its reply to the schema; without, it is sent what every server
    /// knows.</param>
    public string Body(bool constrained)
    {
        JsonObject body = new()
        {
            ["model"] = Model,
            ["messages"] = new JsonArray(Message("system", System), Message("user", User)),
            ["temperature"] = Temperature,
        };
        if (constrained)
        {
            body["seed"] = Seed;
            body["response_format"] = new JsonObject
            {
                ["type"] = "json_schema",
                ["json_schema"] = new JsonObject { ["name"] = "rows", ["strict"] = true, ["schema"] = Schema.DeepClone() },
            };
        }

        return body.ToJsonString(Compact);
    }

    private static JsonObject Message(string role, string content) => new() { ["role"] = role, ["content"] = content };
}
