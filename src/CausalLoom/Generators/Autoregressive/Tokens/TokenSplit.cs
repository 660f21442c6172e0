namespace CausalLoom.Generators.Autoregressive.Tokens;

/// <summary>
/// A large vocabulary in two steps: tokens sorted by falling frequency are cut into about √K groups of √K members, so that
/// p(token) = p(group)·p(member | group) needs two small softmaxes instead of one over all K tokens. Missing is a group of its own.
/// </summary>
internal sealed class TokenSplit
{
    private readonly int[] _place, _token;
    private readonly double[] _counts;
    private readonly int _observed;

    internal TokenSplit(ColumnTokens tokens)
    {
        _observed = tokens.Observed;
        Members = (int)Math.Ceiling(Math.Sqrt(_observed));
        Groups = ((_observed + Members - 1) / Members) + (tokens.Missing < 0 ? 0 : 1);
        _token = [.. Enumerable.Range(0, _observed).OrderByDescending(k => tokens.Counts[k]).ThenBy(k => k)];
        _place = new int[tokens.Count];
        _counts = new double[Groups * Members];
        for (int p = 0; p < _observed; p++)
        {
            _place[_token[p]] = p;
            _counts[p] = tokens.Counts[_token[p]];
        }

        MissingGroup = tokens.Missing < 0 ? -1 : Groups - 1;
        if (MissingGroup >= 0)
        {
            _place[tokens.Missing] = MissingGroup * Members;
            _counts[MissingGroup * Members] = tokens.Counts[tokens.Missing];
        }
    }

    /// <summary>The number of groups.</summary>
    internal int Groups { get; }

    /// <summary>The most members of a group.</summary>
    internal int Members { get; }

    /// <summary>The group of a missing value, or −1.</summary>
    internal int MissingGroup { get; }

    internal int Group(int token) => _place[token] / Members;

    internal int Member(int token) => _place[token] % Members;

    internal int Token(int group, int member) => group == MissingGroup ? _observed : _token[(group * Members) + member];

    /// <summary>The members of one group.</summary>
    internal int Size(int group) => group == MissingGroup ? 1 : Math.Min(Members, _observed - (group * Members));

    /// <summary>Rows of a group's members.</summary>
    internal ReadOnlySpan<double> MemberCounts(int group) => _counts.AsSpan(group * Members, Size(group));

    /// <summary>Rows of each group.</summary>
    internal double[] GroupCounts() => [.. Enumerable.Range(0, Groups).Select(g => MemberCounts(g).ToArray().Sum())];
}
