using System.Globalization;
using CausalLoom.Io;

namespace CausalLoom.Sandbox.Expressions;

/// <summary>
/// From pieces to a tree, with the precedence of R (its manual, ?Syntax), strongest first: ^ (from the right), unary minus, %in%, * /,
/// + −, comparisons (which do not chain), !, &amp;, |. A Pratt parser.
/// </summary>
internal sealed class KnobParser
{
    private const int MaxDepth = 200;
    private const int Or = 1, And = 2, Not = 3, Comparison = 4, Sum = 5, Product = 6, Special = 7, Sign = 8, Power = 9;

    private static readonly Dictionary<string, int> Strengths = new(StringComparer.Ordinal)
    {
        ["|"] = Or, ["&"] = And, ["<"] = Comparison, [">"] = Comparison, ["<="] = Comparison, [">="] = Comparison, ["=="] = Comparison,
            ["!="] = Comparison,
        ["+"] = Sum, ["-"] = Sum, ["*"] = Product, ["/"] = Product, ["%in%"] = Special, ["^"] = Power,
    };

    private static readonly Dictionary<string, string> Reserved = new(StringComparer.Ordinal)
    {
        ["NA"] = "to ask whether a value is missing there is is.na()", ["NA_real_"] = "to ask whether a value is missing there is is.na()",
            ["NA_integer_"] = "to ask whether a value is missing there is is.na()",
        ["NaN"] = "a knob is finite in every row", ["Inf"] = "a knob is finite in every row", ["NULL"] = "leave the knob out instead",
        ["if"] = "write ifelse(condition, a, b)", ["else"] = "write ifelse(condition, a, b)", ["function"] = "a knob is one expression",
            ["for"] = "a knob is one expression",
        ["while"] = "a knob is one expression", ["repeat"] = "a knob is one expression", ["next"] = "a knob is one expression",
            ["break"] = "a knob is one expression", ["in"] = "write %in%",
    };

    private readonly KnobSource _source;
    private readonly List<KnobToken> _tokens;
    private int _at;
    private int _depth;

    private KnobParser(KnobSource source) => (_source, _tokens) = (source, KnobLexer.Read(source));

    private KnobToken Current => _tokens[_at];

    /// <summary>The tree of an expression.</summary>
    /// <exception cref="CausalLoomException">It is none.</exception>
    public static KnobNode Parse(KnobSource source)
    {
        KnobParser parser = new(source);
        KnobNode node = parser.Expression(0);
        return parser.Current.Kind == KnobTokenKind.End ? node : throw parser.Unexpected();
    }

    /// <summary>What binds more strongly than <paramref name="least"/>.</summary>
    private KnobNode Expression(int least)
    {
        if (++_depth > MaxDepth)
        {
            throw _source.Error(Current.Start, Current.End,
                string.Create(CultureInfo.InvariantCulture, $"this is nested more than {MaxDepth} deep"), "write it flatter");
        }

        KnobNode left = Operand();
        while (Current.Kind == KnobTokenKind.Symbol && Strengths.TryGetValue(Current.Text, out int strength) && strength > least)
        {
            KnobToken symbol = Take();
            KnobNode right = Expression(symbol.Text == "^" ? Power - 1 : strength);
            if (strength == Comparison && Current.Kind == KnobTokenKind.Symbol && Strengths.GetValueOrDefault(Current.Text) == Comparison)
            {
                throw _source.Error(Current.Start, Current.End, "comparisons do not chain", "write a < b & b < c");
            }

            left = new KnobBinary(left.Start, right.End, symbol.Text, left, right);
        }

        _depth--;
        return left;
    }

    private KnobNode Operand()
    {
        KnobToken token = Take();
        switch (token.Kind)
        {
            case KnobTokenKind.Number:
                return new KnobNumber(token.Start, token.End, token.Value);
            case KnobTokenKind.Text:
                return new KnobLiteral(token.Start, token.End, token.Text);
            case KnobTokenKind.QuotedName:
                return Current.Is("(") ? Call(token) : new KnobName(token.Start, token.End, token.Text, Quoted: true);
            case KnobTokenKind.Name:
                return Named(token);
            case KnobTokenKind.Symbol when token.Text is "-" or "+" or "!":
                KnobNode operand = Expression(token.Text == "!" ? Not - 1 : Sign - 1);
                return new KnobUnary(token.Start, operand.End, token.Text, operand);
            case KnobTokenKind.Symbol when token.Text == "(":
                KnobNode inner = Expression(0);
                int end = Close(token);

                // The parentheses belong to what the user sees as this part.
                return inner with { Start = token.Start, End = end };
            default:
                _at--;
                throw Missing();
        }
    }

    private KnobNode Named(KnobToken token)
    {
        if (token.Text is "TRUE" or "FALSE")
        {
            return new KnobNumber(token.Start, token.End, token.Text == "TRUE" ? 1 : 0);
        }

        if (Reserved.TryGetValue(token.Text, out string? advice))
        {
            throw _source.Error(token.Start, token.End, $"'{token.Text}' is a reserved word",
                $"{advice}; a column of that name needs backticks");
        }

        return Current.Is("(") ? Call(token) : new KnobName(token.Start, token.End, token.Text, Quoted: false);
    }

    private KnobCall Call(KnobToken name)
    {
        KnobToken open = Take();
        List<KnobArgument> arguments = [];
        if (!Current.Is(")"))
        {
            arguments.Add(Argument());
            while (Current.Is(","))
            {
                _at++;
                arguments.Add(Argument());
            }
        }

        KnobName callee = new(name.Start, name.End, name.Text, name.Kind == KnobTokenKind.QuotedName);
        return new KnobCall(name.Start, Close(open), callee, arguments);
    }

    private KnobArgument Argument()
    {
        bool named = Current.Kind is KnobTokenKind.Name && _tokens[_at + 1].Is("=");
        string? name = named ? Current.Text : null;
        _at += named ? 2 : 0;
        return new KnobArgument(name, Expression(0));
    }

    private KnobToken Take() => _tokens[_at++];

    private int Close(KnobToken open)
    {
        if (Current.Is(")"))
        {
            return Take().End;
        }

        throw Current.Kind == KnobTokenKind.End ? _source.Error(open.Start, open.End, "there is a ( that nothing closes") : Unexpected();
    }

    private CausalLoomException Missing() => Current.Kind == KnobTokenKind.End
        ? _source.Error(Current.Start, Current.End, _tokens.Count == 1 ? "there is no expression"
            : "the expression ends where a value is due")
        : _source.Error(Current.Start, Current.End, $"there is {CellText.Show(Current.Text)} where a value is due");

    private CausalLoomException Unexpected() => Current.Kind switch
    {
        KnobTokenKind.Symbol when Current.Text == "=" =>
            _source.Error(Current.Start, Current.End, "there is a single =", "to compare write =="),
        KnobTokenKind.Symbol when Current.Text == ")" => _source.Error(Current.Start, Current.End, "there is a ) that nothing opened"),
        KnobTokenKind.Symbol when Current.Text == "," =>
            _source.Error(Current.Start, Current.End, "there is a comma outside a function", "a decimal point is written ."),
        _ => _source.Error(Current.Start, Current.End, "an operator is missing before this", "to multiply write *"),
    };
}
