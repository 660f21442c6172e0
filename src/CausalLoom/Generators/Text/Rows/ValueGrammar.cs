using System.Buffers;
using CausalLoom.Generators.Text.Checkpoints;

namespace CausalLoom.Generators.Text.Rows;

/// <summary>
/// The values of one column as states over tokens. Levels are written in their own tokens; a number in any tokens whose text is
/// that of a number in range.
/// </summary>
internal sealed class ValueGrammar
{
    private static readonly SearchValues<char> Digits = SearchValues.Create(" -.0123456789");
    private readonly ColumnText _column;
    private readonly (int Token, string Text)[] _parts;
    private readonly Dictionary<string, ValueNode> _known = new(StringComparer.Ordinal);
    private readonly bool _missing;

    private ValueGrammar(ColumnText column, (int Token, string Text)[] parts, bool missing)
    {
        _column = column;
        _parts = parts;
        _missing = missing;
    }

    /// <summary>The state before a value.</summary>
    /// <param name="column">The column.</param>
    /// <param name="tokeniser">The tokens.</param>
    /// <param name="missing">Whether the value may be missing.</param>
    internal static ValueNode Begin(ColumnText column, BytePairTokeniser tokeniser, bool missing)
    {
        if (column.Numbers is null)
        {
            return Levels(column, tokeniser, missing);
        }

        (int, string)[] parts = [.. Enumerable.Range(0, tokeniser.Tokens.Count).Select(id => (id, Part(tokeniser, id)))
            .Where(p => p.Item2.Length > 0)];
        return new ValueGrammar(column, parts, missing).At(string.Empty);
    }

    private static ValueNode Levels(ColumnText column, BytePairTokeniser tokeniser, bool missing)
    {
        IEnumerable<long> codes = missing ? column.SeenLevels.Append(ColumnText.Missing) : column.SeenLevels;
        return Level([.. codes.Select(code => (tokeniser.Encode(" " + column.Text(code)), code))], 0);
    }

    private static ValueNode Level((int[] Tokens, long Code)[] levels, int depth)
    {
        (int[] Tokens, long Code)[] ended = [.. levels.Where(l => l.Tokens.Length == depth)];
        return new ValueNode(_ => levels.Where(l => l.Tokens.Length > depth).GroupBy(l => l.Tokens[depth]).OrderBy(g => g.Key)
            .Select(g => (g.Key, Level([.. g], depth + 1))))
        {
            Complete = ended.Length > 0,
            Code = ended.Length > 0 ? ended[0].Code : 0,
        };
    }

    /// <summary>A token's text where a number or the missing word can hold it, else nothing.</summary>
    private static string Part(BytePairTokeniser tokeniser, int id)
    {
        string text = tokeniser.Tokens[id].Replace('Ġ', ' ');
        bool number = text.AsSpan().IndexOfAnyExcept(Digits) < 0;
        return number || (" " + ColumnText.MissingText).Contains(text, StringComparison.Ordinal) ? text : string.Empty;
    }

    private ValueNode At(string text)
    {
        if (_known.TryGetValue(text, out ValueNode? node))
        {
            return node;
        }

        node = new ValueNode(_ => _parts.Where(p => CanBegin(text + p.Text)).Select(p => (p.Token, At(text + p.Text))));
        long code = ColumnText.Missing;
        node.Complete = (_missing && text == " " + ColumnText.MissingText)
            || (text.Length > 1 && text[0] == ' ' && _column.Numbers!.Language.TryParse(text.AsSpan(1), out code));
        node.Code = code;
        return _known[text] = node;
    }

    private bool CanBegin(string text)
    {
        bool number = text[0] == ' ' && _column.Numbers!.Language.CanBegin(text.AsSpan(1));
        return number || (_missing && (" " + ColumnText.MissingText).StartsWith(text, StringComparison.Ordinal));
    }
}
