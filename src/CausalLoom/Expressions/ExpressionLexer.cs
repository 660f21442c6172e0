using System.Globalization;
using System.Text;
using CausalLoom.Io;

namespace CausalLoom.Expressions;

/// <summary>
/// Cuts an expression into pieces as R does; whatever R would read as something else than an expression of columns is refused.
/// </summary>
internal sealed class ExpressionLexer(ExpressionSource source)
{
    private static readonly string[] Symbols = ["**", "<=", ">=", "==", "!=", "&&", "||", "+", "-", "*", "/", "^", "(", ")", ",", "<", ">",
        "&", "|", "!", "="];

    // What people paste from papers and word processors, and what to write instead.
    private static readonly Dictionary<char, string> Lookalikes = new()
    {
        ['\u2212'] = "-", ['\u2013'] = "-", ['\u2014'] = "-", ['\u00D7'] = "*", ['\u00B7'] = "*", ['\u00F7'] = "/", ['\u2264'] = "<=",
            ['\u2265'] = ">=", ['\u2260'] = "!=",
        ['\u201C'] = "\"", ['\u201D'] = "\"", ['\u201E'] = "\"", ['\u2018'] = "'", ['\u2019'] = "'", ['\u00B4'] = "`",
            ['\u221A'] = "sqrt()", ['['] = "(", [']'] = ")", ['{'] = "(", ['}'] = ")",
    };

    private readonly string _text = source.Text;
    private int _at;

    /// <summary>All pieces and an <see cref="ExpressionTokenKind.End"/>.</summary>
    public static List<ExpressionToken> Read(ExpressionSource source)
    {
        ExpressionLexer lexer = new(source);
        List<ExpressionToken> tokens = [];
        do
        {
            tokens.Add(lexer.Next());
        }
        while (tokens[^1].Kind != ExpressionTokenKind.End);

        return tokens;
    }

    /// <summary>Whether R would read this as one name without backticks.</summary>
    public static bool IsName(string text) => text.Length > 0 && StartsName(text, 0) && text.All(IsNameCharacter);

    private ExpressionToken Next()
    {
        while (_at < _text.Length && (char.IsWhiteSpace(_text[_at]) || _text[_at] == '\uFEFF'))
        {
            _at++;
        }

        if (_at >= _text.Length)
        {
            return new ExpressionToken(ExpressionTokenKind.End, _text.Length, _text.Length, "the end");
        }

        char c = _text[_at];
        return c switch
        {
            '"' or '\'' or '`' => Quoted(c),
            '%' => Percent(),
            _ when char.IsAsciiDigit(c) || (c == '.' && At(_at + 1, char.IsAsciiDigit)) => Number(),
            _ when StartsName(_text, _at) => Name(),
            _ => Symbol(),
        };
    }

    private bool At(int index, Func<char, bool> what) => index < _text.Length && what(_text[index]);

    private static bool StartsName(string text, int at) =>
        char.IsLetter(text[at]) || (text[at] == '.' && !(at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])));

    private static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c is '.' or '_';

    private ExpressionToken Name()
    {
        int start = _at;
        while (At(_at, IsNameCharacter))
        {
            _at++;
        }

        return new ExpressionToken(ExpressionTokenKind.Name, start, _at, _text[start.._at]);
    }

    private ExpressionToken Number()
    {
        int start = _at;
        Digits();
        if (At(_at, c => c == '.'))
        {
            _at++;
            Digits();
        }

        if (At(_at, c => c is 'e' or 'E'))
        {
            int exponent = At(_at + 1, c => c is '+' or '-') ? _at + 2 : _at + 1;
            if (At(exponent, char.IsAsciiDigit))
            {
                _at = exponent;
                Digits();
            }
        }

        double value = double.Parse(_text.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
        {
            throw source.Error(start, _at, "this number is too large");
        }

        // R's way to say that a whole number is one.
        if (At(_at, c => c == 'L') && value == Math.Floor(value))
        {
            _at++;
        }

        return At(_at, IsNameCharacter)
            ? throw source.Error(start, NameEnd(_at), "this is neither a number nor a name", $"write {_text[start.._at]} * "
                + $"{source.Part(_at, NameEnd(_at))} to multiply, and a name that begins with a digit in backticks")
            : new ExpressionToken(ExpressionTokenKind.Number, start, _at, _text[start.._at], value);
    }

    private int NameEnd(int at)
    {
        while (At(at, IsNameCharacter))
        {
            at++;
        }

        return at;
    }

    private void Digits()
    {
        while (At(_at, char.IsAsciiDigit))
        {
            _at++;
        }
    }

    private ExpressionToken Quoted(char quote)
    {
        int start = _at++;
        StringBuilder text = new();
        while (true)
        {
            if (_at >= _text.Length)
            {
                throw source.Error(start, _text.Length, $"there is a {quote} that nothing closes");
            }

            char c = _text[_at++];
            if (c == quote)
            {
                break;
            }

            text.Append(c == '\\' ? Escape() : c);
        }

        if (quote == '`' && text.Length == 0)
        {
            throw source.Error(start, _at, "there is an empty name");
        }

        return new ExpressionToken(quote == '`' ? ExpressionTokenKind.QuotedName : ExpressionTokenKind.Text, start, _at, text.ToString());
    }

    private char Escape()
    {
        int start = _at - 1;
        char c = _at < _text.Length ? _text[_at++] : '\0';
        switch (c)
        {
            case '\\' or '"' or '\'' or '`':
                return c;
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'r':
                return '\r';
            case 'u' when _at + 4 <= _text.Length && ushort.TryParse(_text.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture, out ushort code) && code != 0:
                _at += 4;
                return (char)code;
            default:
                throw source.Error(start, Math.Min(_at, _text.Length), "there is an unknown escape",
                    "there are \\\\ \\\" \\' \\` \\n \\t \\r and \\u with four hexadecimal digits");
        }
    }

    private ExpressionToken Percent()
    {
        int start = _at, end = _text.IndexOf('%', start + 1);
        string name = end < 0 ? "%" : _text[start..(end + 1)];
        if (name is not ("%in%" or "%%"))
        {
            throw source.Error(start, start + name.Length, $"there is no operator {CellText.Show(name)}",
                "of the operators between percent signs there are %in% and %%");
        }

        _at = end + 1;
        return new ExpressionToken(ExpressionTokenKind.Symbol, start, _at, name);
    }

    private ExpressionToken Symbol()
    {
        int start = _at;
        string? symbol = Array.Find(Symbols, s => string.CompareOrdinal(_text, start, s, 0, s.Length) == 0);
        if (symbol is null)
        {
            int end = start + (char.IsHighSurrogate(_text[start]) && start + 1 < _text.Length ? 2 : 1);
            string advice = Lookalikes.TryGetValue(_text[start], out string? instead) ? $"write {instead}"
                : "a name with such a character needs backticks";
            throw source.Error(start, end, "there is a character that has no meaning", advice);
        }

        if ((symbol == "<" && At(start + 1, c => c == '-')) || (symbol == "-" && At(start + 1, c => c == '>')))
        {
            throw source.Error(start, start + 2, "R reads this as an assignment", "put a space between the two signs");
        }

        _at += symbol.Length;
        return symbol switch
        {
            "&&" or "||" =>
                throw source.Error(start, _at, $"'{symbol}' is for single values", $"write {symbol[0]}, which works row by row"),
            "**" => new ExpressionToken(ExpressionTokenKind.Symbol, start, _at, "^"),
            _ => new ExpressionToken(ExpressionTokenKind.Symbol, start, _at, symbol),
        };
    }
}
