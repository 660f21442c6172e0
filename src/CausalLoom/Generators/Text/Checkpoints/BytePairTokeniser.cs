using System.Text;
using CausalLoom.Io;

namespace CausalLoom.Generators.Text.Checkpoints;

/// <summary>
/// Byte-level byte-pair encoding (Sennrich, Haddow and Birch, 2016; over bytes in Radford and others, 2019): a piece begins as
/// its bytes, and the adjacent pair whose merge has the lowest rank is merged, everywhere in the piece, until none is left.
/// </summary>
internal sealed class BytePairTokeniser
{
    private readonly int[] _byteTokens = new int[256];
    private readonly Dictionary<(int Left, int Right), (int Rank, int Result)> _merges = [];
    private readonly Dictionary<string, int[]> _cache = new(StringComparer.Ordinal);

    /// <summary>A tokeniser of tokens by id and merges by rank, both in the byte alphabet.</summary>
    /// <exception cref="FormatException">A merge names a token that is not there.</exception>
    internal BytePairTokeniser(IReadOnlyList<string> tokens, IReadOnlyList<(string Left, string Right)> merges, PreTokeniser cutter)
    {
        Tokens = tokens;
        Merges = merges;
        Cutter = cutter;
        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        for (int id = 0; id < tokens.Count; id++)
        {
            ids.TryAdd(tokens[id], id);
        }

        for (int b = 0; b < _byteTokens.Length; b++)
        {
            _byteTokens[b] = ids.GetValueOrDefault(ByteAlphabet.Of((byte)b).ToString(), -1);
        }

        for (int rank = 0; rank < merges.Count; rank++)
        {
            (string left, string right) = merges[rank];
            if (!ids.TryGetValue(left, out int l) || !ids.TryGetValue(right, out int r) || !ids.TryGetValue(left + right, out int result))
            {
                throw new FormatException(
                    $"merge {rank + 1} ({CellText.Show(left + " " + right)}) names a token that the vocabulary lacks");
            }

            _merges.TryAdd((l, r), (rank, result));
        }
    }

    /// <summary>The tokens by id, in the byte alphabet.</summary>
    internal IReadOnlyList<string> Tokens { get; }

    /// <summary>The merges by rank.</summary>
    internal IReadOnlyList<(string Left, string Right)> Merges { get; }

    /// <summary>What cuts a text into pieces first.</summary>
    internal PreTokeniser Cutter { get; }

    /// <summary>The same tokeniser with a memory of its own, for another thread.</summary>
    internal BytePairTokeniser Copy() => new(Tokens, Merges, Cutter);

    /// <summary>The ids of a text's tokens.</summary>
    /// <exception cref="FormatException">The vocabulary lacks a byte of the text.</exception>
    internal int[] Encode(string text)
    {
        List<int> ids = [];
        foreach (string piece in Cutter.Cut(text))
        {
            if (!_cache.TryGetValue(piece, out int[]? known))
            {
                _cache[piece] = known = Merge(piece, null);
            }

            ids.AddRange(known);
        }

        return [.. ids];
    }

    /// <summary>The bytes of tokens; those that stand for no bytes, such as the end of text, are left out.</summary>
    internal byte[] DecodeBytes(IEnumerable<int> ids) => [.. ids.SelectMany(id => ByteAlphabet.Decode(Tokens[id]) ?? [])];

    /// <summary>The text of tokens.</summary>
    internal string Decode(IEnumerable<int> ids) => Encoding.UTF8.GetString(DecodeBytes(ids));

    /// <summary>
    /// The part of this tokeniser that some texts need: their tokens, the merges made on the way, further tokens and single bytes. It
    /// encodes those texts as this one does, because the merges it lacks were never the lowest there.
    /// </summary>
    /// <param name="texts">The texts.</param>
    /// <param name="further">Ids to keep in any case.</param>
    /// <param name="bytes">Bytes whose tokens to keep in any case.</param>
    /// <param name="kept">The ids kept, ascending: the new id is the place in this list.</param>
    internal BytePairTokeniser Restrict(IEnumerable<string> texts, IEnumerable<int> further, string bytes, out int[] kept)
    {
        SortedSet<int> ids = [.. further, .. Encoding.UTF8.GetBytes(bytes).Select(b => _byteTokens[b]).Where(id => id >= 0)];
        SortedSet<int> ranks = [];
        foreach (string piece in texts.SelectMany(Cutter.Cut).Distinct(StringComparer.Ordinal))
        {
            ids.UnionWith(Merge(piece, ranks));
            ids.UnionWith(Encoding.UTF8.GetBytes(piece).Select(b => _byteTokens[b]));
        }

        (string Left, string Right)[] merges = [.. ranks.Select(rank => Merges[rank])];
        Dictionary<string, int> all = Tokens.Select((token, id) => (token, id)).GroupBy(x => x.token, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First().id, StringComparer.Ordinal);
        ids.UnionWith(merges.SelectMany(m => new[] { all[m.Left], all[m.Right], all[m.Left + m.Right] }));
        kept = [.. ids];
        return new BytePairTokeniser([.. kept.Select(id => Tokens[id])], merges, Cutter);
    }

    private int[] Merge(string piece, SortedSet<int>? ranks)
    {
        List<int> ids = [];
        foreach (byte b in Encoding.UTF8.GetBytes(piece))
        {
            ids.Add(_byteTokens[b] >= 0 ? _byteTokens[b] : throw new FormatException($"the vocabulary lacks the byte {b:x2}"));
        }

        while (true)
        {
            (int Rank, int Result) best = (int.MaxValue, 0);
            (int Left, int Right) pair = default;
            for (int i = 0; i + 1 < ids.Count; i++)
            {
                if (_merges.TryGetValue((ids[i], ids[i + 1]), out (int Rank, int Result) merge) && merge.Rank < best.Rank)
                {
                    (best, pair) = (merge, (ids[i], ids[i + 1]));
                }
            }

            if (best.Rank == int.MaxValue)
            {
                return [.. ids];
            }

            ranks?.Add(best.Rank);
            Replace(ids, pair, best.Result);
        }
    }

    private static void Replace(List<int> ids, (int Left, int Right) pair, int result)
    {
        int to = 0;
        for (int from = 0; from < ids.Count; from++)
        {
            bool here = from + 1 < ids.Count && ids[from] == pair.Left && ids[from + 1] == pair.Right;
            ids[to++] = here ? result : ids[from];
            from += here ? 1 : 0;
        }

        ids.RemoveRange(to, ids.Count - to);
    }
}
