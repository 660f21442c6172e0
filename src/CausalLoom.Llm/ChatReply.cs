using System.Text.Json;

namespace CausalLoom.Llm;

/// <summary>What a server answered.</summary>
/// <param name="Text">The text of its first choice; empty where it refused.</param>
/// <param name="PromptTokens">What it counted as the request's tokens; 0 where it does not say.</param>
/// <param name="CompletionTokens">What it counted as the reply's tokens; 0 where it does not say.</param>
internal sealed record ChatReply(string Text, long PromptTokens, long CompletionTokens)
{
    /// <summary>Reads the body of a successful answer, or gives null where it is none (a proxy's page, a broken line).</summary>
    public static ChatReply? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            JsonElement message = document.RootElement.GetProperty("choices")[0].GetProperty("message");
            string text = message.TryGetProperty("content", out JsonElement content) && content.ValueKind == JsonValueKind.String
                ? content.GetString()! : string.Empty;
            return new ChatReply(text, Tokens(document.RootElement, "prompt_tokens"), Tokens(document.RootElement, "completion_tokens"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static long Tokens(JsonElement root, string name) =>
        root.TryGetProperty("usage", out JsonElement usage) && usage.ValueKind == JsonValueKind.Object
        && usage.TryGetProperty(name, out JsonElement count) && count.ValueKind == JsonValueKind.Number
            && count.TryGetInt64(out long tokens) && tokens > 0
        ? tokens
        : 0;
}
