namespace CausalLoom.Data.Cells;

/// <summary>
/// Texts that mean "no value" where a column is otherwise numbers or dates: errors of spreadsheets, special missing values of SAS and
/// Stata, words. In a column of text they are levels like any other, but for errors of spreadsheets.
/// </summary>
internal static class MissingCodes
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "na", "n.a.", "n.a", "n/a", "nan", "null", "nd", "n.d.", "n/d", "nr", "n/r", "ns", "nk", "n.k.", "unk", "unkn",
        "unknown", "not known", "not done", "not recorded", "not reported", "not available", "not applicable", "not measured",
        "not tested", "not assessed", "no data", "no result", "missing", "miss", "pending", "tbd", "qns", "invalid", "error", "refused",
        "declined", "don't know", "dk", "ni", "nask", "asku", "void", "cancelled", "hemolyzed", "haemolysed", "-", "--", "---", "–", "—",
        "?", "??", "*", "**", ".", "..", "...", "x", "xx", "xxx", "#", "_", "/", "(empty)", "(blank)", "<na>", "[na]", "(null)", "\\n",
        "nul", "blank", "empty", "k.a.", "unbekannt", "fehlt", "inconnu", "desconocido", "-nan", "+nan", "nan(ind)", "-nan(ind)", "1.#qnan",
        "1.#ind", "-1.#ind",
    };

    private static readonly HashSet<string> SheetErrors = new(StringComparer.OrdinalIgnoreCase)
    {
        "#value!", "#div/0!", "#ref!", "#name?", "#num!", "#null!", "#n/a", "#n/a n/a", "#spill!", "#calc!", "#field!", "#blocked!",
        "#connect!", "#getting_data", "#unknown!", "#####", "#wert!", "#bezug!", "#zahl!", "#nv", "#valeur!", "#nombre!", "#valor!",
        "err:502", "err:503", "err:508", "err:509", "err:511", "err:522",
    };

    /// <summary>Whether a text is one of them.</summary>
    /// <param name="cell">The text, without outer spaces.</param>
    public static bool Contains(string cell) => Words.Contains(cell) || IsSheetError(cell) || IsSpecial(cell);

    /// <summary>Whether a text is an error of a spreadsheet, which is no value in any column.</summary>
    public static bool IsSheetError(string cell) =>
        cell.Length > 2 && (SheetErrors.Contains(cell) || (cell.Length > 3 && cell.AsSpan().IndexOfAnyExcept('#') < 0));

    // SAS: .A to .Z and ._; Stata: .a to .z.
    private static bool IsSpecial(string cell) => cell.Length == 2 && cell[0] == '.' && (char.IsAsciiLetter(cell[1]) || cell[1] == '_');
}
