using System.Globalization;
using CausalLoom.Io;

namespace CausalLoom.Expressions;

/// <summary>
/// From pieces to a tree, with the precedence of R (its manual, ?Syntax), strongest first: ^ (from the right), unary minus, %in% %%, * /,
/// + −, comparisons (which do not chain), !, &amp;, |. A Pratt parser.
/// </summary>
internal sealed class ExpressionParser
{
    /// <summary>The most characters an expression may have.</summary>
    internal const int MaxLength = 10_000;

    private const int MaxDepth = 200;
    private const int Or = 1, And = 2, Not = 3, Comparison = 4, Sum = 5, Product = 6, Special = 7, Sign = 8, Power = 9;

    private static readonly Dictionary<string, int> Strengths = new(StringComparer.Ordinal)
    {
        ["|"] = Or, ["&"] = And, ["<"] = Comparison, [">"] = Comparison, ["<="] = Comparison, [">="] = Comparison, ["=="] = Comparison,
            ["!="] = Comparison,
        ["+"] = Sum, ["-"] = Sum, ["*"] = Product, ["/"] = Product, ["%in%"] = Special, ["%%"] = Special, ["^"] = Power,
    };

    private static readonly Dictionary<string, string> Reserved = new(StringComparer.Ordinal)
    {
        ["NA"] = "to ask whether a value is missing there is is.na()", ["NA_real_"] = "to ask whether a value is missing there is is.na()",
            ["NA_integer_"] = "to ask whether a value is missing there is is.na()",
        ["NaN"] = "write a number", ["Inf"] = "write a number", ["NULL"] = "leave the expression out instead",
        ["if"] = "write ifelse(condition, a, b)", ["else"] = "write ifelse(condition, a, b)", ["function"] = "write one expression",
            ["for"] = "write one expression",
        ["while"] = "write one expression", ["repeat"] = "write one expression", ["next"] = "write one expression",
            ["break"] = "write one expression", ["in"] = "write %in%",
    };

    private readonly ExpressionSource _source;
    private readonly List<ExpressionToken> _tokens;
    private int _at;
    private int _depth;

    private ExpressionParser(ExpressionSource source) => (_source, _tokens) = (source, ExpressionLexer.Read(source));

    private ExpressionToken Current => _tokens[_at];

    /// <summary>The tree of an expression.</summary>
    /// <exception cref="CausalLoomException">It is none.</exception>
    public static ExpressionNode Parse(ExpressionSource source)
    {
        if (source.Text.Length > MaxLength)
        {
            throw new CausalLoomException(string.Create(
                CultureInfo.InvariantCulture, $"{source.Name}: {CellText.Show(source.Text)} has {source.Text.Length} characters; an "
                    + $"expression may have {MaxLength}."));
        }

        ExpressionParser parser = new(source);
        ExpressionNode node = parser.Expression(0);
        return parser.Current.Kind == ExpressionTokenKind.End ? node : throw parser.Unexpected();
    }

    /// <summary>Whether a word is a name in backticks only.</summary>
    public static bool IsReserved(string word) => Reserved.ContainsKey(word);

    /// <summary>What binds more strongly than <paramref name="least"/>.</summary>
    private ExpressionNode Expression(int least)
    {
        if (++_depth > MaxDepth)
        {
            throw _source.Error(Current.Start, Current.End,
                string.Create(CultureInfo.InvariantCulture, $"this is nested more than {MaxDepth} deep"), "write it flatter");
        }

        ExpressionNode left = Operand();
        while (Current.Kind == ExpressionTokenKind.Symbol && Strengths.TryGetValue(Current.Text, out int strength) && strength > least)
        {
            ExpressionToken symbol = Take();
            ExpressionNode right = Expression(symbol.Text == "^" ? Power - 1 : strength);
            if (strength == Comparison && Current.Kind == ExpressionTokenKind.Symbol
                && Strengths.GetValueOrDefault(Current.Text) == Comparison)
            {
                throw _source.Error(Current.Start, Current.End, "comparisons do not chain", "write a < b & b < c");
            }

            left = new BinaryNode(left.Start, right.End, symbol.Text, left, right);
        }

        _depth--;
        return left;
    }

    private ExpressionNode Operand()
    {
        ExpressionToken token = Take();
        switch (token.Kind)
        {
            case ExpressionTokenKind.Number:
                return new NumberNode(token.Start, token.End, token.Value);
            case ExpressionTokenKind.Text:
                return new TextNode(token.Start, token.End, token.Text);
            case ExpressionTokenKind.QuotedName:
                return Current.Is("(") ? Call(token) : new NameNode(token.Start, token.End, token.Text, Quoted: true);
            case ExpressionTokenKind.Name:
                return Named(token);
            case ExpressionTokenKind.Symbol when token.Text is "-" or "+" or "!":
                ExpressionNode operand = Expression(token.Text == "!" ? Not - 1 : Sign - 1);
                return new UnaryNode(token.Start, operand.End, token.Text, operand);
            case ExpressionTokenKind.Symbol when token.Text == "(":
                ExpressionNode inner = Expression(0);
                int end = Close(token);

                // The parentheses belong to what the user sees as this part.
                return inner with { Start = token.Start, End = end };
            default:
                _at--;
                throw Missing();
        }
    }

    private ExpressionNode Named(ExpressionToken token)
    {
        if (token.Text is "TRUE" or "FALSE")
        {
            return new NumberNode(token.Start, token.End, token.Text == "TRUE" ? 1 : 0);
        }

        if (Reserved.TryGetValue(token.Text, out string? advice))
        {
            throw _source.Error(token.Start, token.End, $"'{token.Text}' is a reserved word",
                $"{advice}; a column of that name needs backticks");
        }

        return Current.Is("(") ? Call(token) : new NameNode(token.Start, token.End, token.Text, Quoted: false);
    }

    private CallNode Call(ExpressionToken name)
    {
        ExpressionToken open = Take();
        List<CallArgument> arguments = [];
        if (!Current.Is(")"))
        {
            arguments.Add(Argument());
            while (Current.Is(","))
            {
                _at++;
                arguments.Add(Argument());
            }
        }

        NameNode callee = new(name.Start, name.End, name.Text, name.Kind == ExpressionTokenKind.QuotedName);
        return new CallNode(name.Start, Close(open), callee, arguments);
    }

    private CallArgument Argument()
    {
        bool named = Current.Kind is ExpressionTokenKind.Name && _tokens[_at + 1].Is("=");
        string? name = named ? Current.Text : null;
        _at += named ? 2 : 0;
        return new CallArgument(name, Expression(0));
    }

    private ExpressionToken Take() => _tokens[_at++];

    private int Close(ExpressionToken open)
    {
        if (Current.Is(")"))
        {
            return Take().End;
        }

        throw Current.Kind == ExpressionTokenKind.End
            ? _source.Error(open.Start, open.End, "there is a ( that nothing closes") : Unexpected();
    }

    private CausalLoomException Missing() => Current.Kind == ExpressionTokenKind.End
        ? _source.Error(Current.Start, Current.End, _tokens.Count == 1 ? "there is no expression"
            : "the expression ends where a value is due")
        : _source.Error(Current.Start, Current.End, $"there is {CellText.Show(Current.Text)} where a value is due");

    private CausalLoomException Unexpected() => Current.Kind switch
    {
        ExpressionTokenKind.Symbol when Current.Text == "=" =>
            _source.Error(Current.Start, Current.End, "there is a single =", "to compare write =="),
        ExpressionTokenKind.Symbol when Current.Text == ")" =>
            _source.Error(Current.Start, Current.End, "there is a ) that nothing opened"),
        ExpressionTokenKind.Symbol when Current.Text == "," =>
            _source.Error(Current.Start, Current.End, "there is a comma outside a function", "a decimal point is written ."),
        _ => _source.Error(Current.Start, Current.End, "an operator is missing before this", "to multiply write *"),
    };
}
