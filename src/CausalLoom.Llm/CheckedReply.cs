using System.Text.Json;

namespace CausalLoom.Llm;

/// <summary>A reply whose rows are read and held against the data's columns: nothing of it can fail any more.</summary>
/// <param name="Reply">What the server said.</param>
/// <param name="Rows">The valid rows, no more than were asked for.</param>
/// <param name="Faults">Why others were refused.</param>
/// <param name="Surplus">How many were there beyond those asked for, which are not looked at.</param>
internal sealed record CheckedReply(ChatReply Reply, IReadOnlyList<ReplyCell[]> Rows, IReadOnlyList<RowFault> Faults, int Surplus)
{
    /// <summary>Reads a reply.</summary>
    /// <param name="reply">What the server said.</param>
    /// <param name="rules">The columns.</param>
    /// <param name="asked">How many rows were asked for.</param>
    public static CheckedReply Of(ChatReply reply, RowRules rules, int asked)
    {
        (List<JsonElement> found, int surplus, int broken) = ReplyText.Split(reply.Text, asked);
        List<ReplyCell[]> rows = [];
        List<RowFault> faults = [.. Enumerable.Repeat(RowFault.Malformed, found.Count == 0 ? Math.Max(broken, 1) : broken)];
        foreach (JsonElement element in found)
        {
            RowFault fault = rules.Read(element, out ReplyCell[] cells);
            if (fault == RowFault.None)
            {
                rows.Add(cells);
            }
            else
            {
                faults.Add(fault);
            }
        }

        return new CheckedReply(reply, rows, faults, surplus);
    }
}
