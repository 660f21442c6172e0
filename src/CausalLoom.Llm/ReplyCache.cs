using System.Text.Json.Nodes;
using CausalLoom.Io;

namespace CausalLoom.Llm;

/// <summary>
/// Replies on disk, one file a request, named by the request's hash: what makes a rerun free and reproducible. It holds what the
/// server made up and never what was sent to it. A file that cannot be read counts as absent.
/// </summary>
internal sealed class ReplyCache
{
    // JSON writes a character in up to six bytes.
    private const long MaxBytes = 6 * (ChatServer.MaxReplyBytes + 1024L);

    private readonly string _folder;

    /// <summary>Opens a folder, and makes it where it is not there.</summary>
    /// <exception cref="CausalLoomException">It cannot be used.</exception>
    public ReplyCache(string folder)
    {
        _folder = folder;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CausalLoomException($"The folder of cached replies {CellText.Show(folder)} cannot be used: "
                + $"{e.Message.ReplaceLineEndings(" ")} Give another one (‹llm-cache›).", e);
        }
    }

    /// <summary>The reply kept for a request, or null.</summary>
    /// <param name="key">The request.</param>
    /// <param name="check">Reads a reply.</param>
    public CheckedReply? Find(string key, Func<ChatReply, CheckedReply> check)
    {
        FileInfo file = new(Name(key));
        try
        {
            if (!file.Exists || file.Length > MaxBytes || JsonNode.Parse(File.ReadAllText(file.FullName)) is not JsonObject entry
                || entry["key"]?.GetValue<string>() != key)
            {
                return null;
            }

            CheckedReply reply = check(new ChatReply(entry["text"]!.GetValue<string>(), entry["prompt_tokens"]!.GetValue<long>(),
                entry["completion_tokens"]!.GetValue<long>()));
            return reply.Rows.Count == (entry["valid_rows"]?.GetValue<int>() ?? Math.Max(1, reply.Rows.Count)) ? reply : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Text.Json.JsonException or ArgumentException
            or InvalidOperationException or FormatException or NullReferenceException)
        {
            return null;
        }
    }

    /// <summary>Keeps a reply.</summary>
    public void Keep(string key, CheckedReply reply)
    {
        JsonObject entry = new() { ["key"] = key, ["text"] = reply.Reply.Text, ["prompt_tokens"] = reply.Reply.PromptTokens,
            ["completion_tokens"] = reply.Reply.CompletionTokens, ["valid_rows"] = reply.Rows.Count };
        AtomicFile.WriteText(Name(key), entry.ToJsonString() + "\n");
    }

    private string Name(string key) => Path.Combine(_folder, key + ".json");
}
