using System.Text;
using CausalLoom.Llm;

namespace CausalLoom.Fuzz.Targets;

/// <summary>What a served model answers, and what is kept of it.</summary>
internal static class ReplyTargets
{
    private const int Asked = 20;
    private static readonly string[] Tokens = ["{\"rows\":[", "```json\n", "\"x\":", "\"k\":", "\"c\":\"a\"", "\"w\":\"1\"", "null",
        "\\ud800", "\\u0000",
        "1e999", "12.0", "{", "}", "\"", "\\", "\"choices\":[", "\"message\":{", "\"usage\":{\"prompt_tokens\":-1}"];

    private static readonly Lazy<RowRules> Rules = new(() => RowRules.Of(FuzzTable.Rows(20)));

    /// <summary>The text of a reply, as rows; and the body around it.</summary>
    public static FuzzTarget Reply { get; } = new("reply", () => new[]
    {
        """{"rows":[{"x":0.5,"k":3,"c":"a","w":"1","y":1.25},{"x":-0.1,"k":0,"c":"b","w":"0","y":0}]}""",
        "Here you are:\n```json\n[{\"x\":0.5,\"k\":3.0,\"c\":\"a\",\"w\":1,\"y\":1.25}\n",
        """{"choices":[{"message":{"content":"{\"rows\":[]}"}}],"usage":{"prompt_tokens":5,"completion_tokens":2}}""",
    }.Select(Encoding.UTF8.GetBytes), bytes =>
    {
        ChatReply reply = ChatReply.Read(bytes) ?? new ChatReply(Encoding.UTF8.GetString(bytes), 0, 0);
        Rules.Value.Build(CheckedReply.Of(reply, Rules.Value, Asked).Rows);
    }) { Tokens = Tokens };

    /// <summary>A kept reply.</summary>
    public static FuzzTarget Cache { get; } = new("reply-cache", () =>
        [Encoding.UTF8.GetBytes("""{"key":"k","text":"{\"rows\":[]}","prompt_tokens":5,"completion_tokens":2}""")], bytes =>
    {
        Scratch.File("k.json", bytes);
        new ReplyCache(Scratch.Folder).Find("k", reply => CheckedReply.Of(reply, Rules.Value, Asked));
    }) { Tokens = [.. Tokens, "\"key\":\"k\"", "\"text\":", "\"prompt_tokens\":"] };
}
