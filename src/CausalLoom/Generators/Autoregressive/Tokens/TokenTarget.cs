
namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>What one network predicts: a column's token, or the group of it, or its place in a group that is known.</summary>
/// <param name="Column">The column.</param>
/// <param name="Tokens">Its vocabulary.</param>
/// <param name="Split">How the vocabulary is split, or null where it is not.</param>
/// <param name="IsMember">Whether the place in the group is predicted.</param>
internal sealed record TokenTarget(int Column, ColumnTokens Tokens, TokenSplit? Split, bool IsMember)
{
    /// <summary>The number of outcomes.</summary>
    internal int Count => Split is null ? Tokens.Count : IsMember ? Split.Members : Split.Groups;

    /// <summary>The outcome of a token.</summary>
    internal int Outcome(int token) => Split is null ? token : IsMember ? Split.Member(token) : Split.Group(token);

    /// <summary>Rows of each outcome, whatever the group.</summary>
    internal double[] Counts() => Split is null ? Tokens.Counts : Split.GroupCounts();

    /// <summary>The networks that a vocabulary needs: none for one token, two for a large vocabulary.</summary>
    internal static IEnumerable<TokenTarget> Of(int column, ColumnTokens tokens, TokenOptions options)
    {
        if (tokens.Count == 1)
        {
            yield break;
        }

        TokenSplit? split = tokens.Count > options.SplitBeyond && !tokens.IsOrdered ? new TokenSplit(tokens) : null;
        yield return new TokenTarget(column, tokens, split, false);
        if (split is not null)
        {
            yield return new TokenTarget(column, tokens, split, true);
        }
    }
}
