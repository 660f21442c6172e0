using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace CausalLoom.Llm.Tests;

/// <summary>What the fake server does with a request.</summary>
internal sealed record FakeAnswer(int Status, string Body)
{
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Closes the connection in the middle of the body.</summary>
    public bool BreaksOff { get; init; }

    /// <summary>Never answers.</summary>
    public bool Hangs { get; init; }

    /// <summary>Writes the whole answer itself, or null.</summary>
    public Func<NetworkStream, CancellationToken, Task>? Writes { get; init; }

    /// <summary>An answer byte for byte.</summary>
    public static FakeAnswer Sends(Func<NetworkStream, CancellationToken, Task> writes) => new(200, string.Empty) { Writes = writes };

    /// <summary>A chat completion whose message has that text.</summary>
    public static FakeAnswer Says(string text, int promptTokens = 100, int completionTokens = 50) => new(200, new JsonObject
    {
        ["id"] = "1",
        ["object"] = "chat.completion",
        ["choices"] = new JsonArray(new JsonObject
            { ["index"] = 0, ["finish_reason"] = "stop", ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text } }),
        ["usage"] = new JsonObject { ["prompt_tokens"] = promptTokens, ["completion_tokens"] = completionTokens },
    }.ToJsonString());

    /// <summary>An error, as servers say it.</summary>
    public static FakeAnswer Fails(int status, string message = "no") =>
        new(status, new JsonObject { ["error"] = new JsonObject { ["message"] = message } }.ToJsonString());

    /// <summary>
    /// A toy model: gives back the examples of the request, each as often as the others. It keeps every law that the
    /// examples keep, so that the contract of generators can be asked of what is built around the model.
    /// </summary>
    public static FakeAnswer Echoes(FakeRequest request) => Says(new JsonObject { ["rows"] = request.Examples.DeepClone() }.ToJsonString());
}
