using System.Globalization;
using System.Text;

namespace CausalLoom.Expressions;

/// <summary>Names, texts and numbers as an expression has them, so that what is written is read back.</summary>
internal static class ExpressionText
{
    /// <summary>A column's name: in backticks where it is no name by itself.</summary>
    public static string Name(string name) =>
        ExpressionLexer.IsName(name) && name is not ("TRUE" or "FALSE" or "pi") && !ExpressionParser.IsReserved(name) ? name
            : Quoted(name, '`');

    /// <summary>Text in quotes.</summary>
    public static string Text(string text) => Quoted(text, '"');

    /// <summary>A number.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quoted(string text, char quote)
    {
        StringBuilder quoted = new();
        quoted.Append(quote);
        foreach (char c in text)
        {
            _ = c == quote || c == '\\' ? quoted.Append('\\').Append(c)
                : c is < ' ' or (>= '\u007f' and < '\u00a0') ? quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}")
                : quoted.Append(c);
        }

        return quoted.Append(quote).ToString();
    }
}
