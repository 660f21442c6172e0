using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>Finds the levels of one column in the level list of another: by text, else by number ("1" and "1.0").</summary>
internal sealed class LevelMap
{
    /// <summary>The code of a missing value.</summary>
    public const int Missing = -1;

    /// <summary>The code of a level that is not in the list.</summary>
    public const int Unseen = -2;

    private readonly string[] _levels;
    private readonly Dictionary<string, int> _byText = new(StringComparer.Ordinal);
    private readonly Dictionary<double, int> _byNumber = [];

    public LevelMap(string[] levels)
    {
        _levels = levels;
        for (int code = 0; code < levels.Length; code++)
        {
            _byText.TryAdd(levels[code], code);
            if (TryNumber(levels[code], out double number))
            {
                _byNumber.TryAdd(number, code);
            }
        }
    }

    /// <summary>The code of a text, or <see cref="Unseen"/>.</summary>
    public int Find(string text) => _byText.TryGetValue(text, out int code)
        || (_byNumber.Count > 0 && TryNumber(text, out double number) && _byNumber.TryGetValue(number, out code))
        ? code
        : Unseen;

    /// <summary>The code of each row: of this list, <see cref="Missing"/> or <see cref="Unseen"/>.</summary>
    public int[] Codes(Column column)
    {
        if (column is DiscreteColumn discrete)
        {
            if (discrete.Levels.AsSpan().SequenceEqual(_levels))
            {
                return discrete.Codes;
            }

            int[] translation = Array.ConvertAll(discrete.Levels, Find);
            return Array.ConvertAll(discrete.Codes, code => code < 0 ? Missing : translation[code]);
        }

        int[] codes = new int[column.Count];
        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = column.IsMissing(i) ? Missing : Find(column.TextAt(i));
        }

        return codes;
    }

    // "01" is a code and not the number 1, and "12E4" is not 120000.
    private static bool TryNumber(string text, out double number) =>
        CellText.TryNumber(text, out number) && !(text.Length > 1 && text[0] == '0' && char.IsAsciiDigit(text[1]))
        && text.AsSpan().IndexOfAny('e', 'E') < 0;
}
