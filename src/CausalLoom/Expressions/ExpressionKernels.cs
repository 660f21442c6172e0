namespace CausalLoom.Expressions;

/// <summary>
/// The functions and operators, row by row, as R has them: a missing value is NaN and stays so, except where R knows the answer
/// without it (NA &amp; FALSE, NA | TRUE, NA^0); true is 1.
/// </summary>
internal static class ExpressionKernels
{
    /// <summary>Functions of one number.</summary>
    public static readonly Dictionary<string, Func<double, double>> Functions = new(StringComparer.Ordinal)
    {
        ["exp"] = Math.Exp,
        ["log"] = Math.Log,
        ["sqrt"] = Math.Sqrt,
        ["abs"] = Math.Abs,
        ["tanh"] = Math.Tanh,
        ["sin"] = Math.Sin,
        ["cos"] = Math.Cos,
        ["plogis"] = Plogis,
        ["qlogis"] = p => p is >= 0 and <= 1 ? Math.Log(p / (1 - p)) : double.NaN,
    };

    /// <summary>Puts the result of a function in place of the top.</summary>
    public static Action<ExpressionFrame> Unary(Func<double, double> function) => frame =>
    {
        Span<double> top = frame.Top;
        for (int i = 0; i < top.Length; i++)
        {
            top[i] = function(top[i]);
        }
    };

    /// <summary>The operator of that name; the four of arithmetic have loops of their own, which are several times as fast.</summary>
    public static Action<ExpressionFrame> Operator(string symbol) => symbol switch
    {
        "+" => Add,
        "-" => Subtract,
        "*" => Multiply,
        "/" => Divide,
        "^" => Binary(Power),
        "%%" => Binary((a, b) => a - (Math.Floor(a / b) * b)),
        "<" => Binary((a, b) => a < b ? 1 : Known(a, b)),
        ">" => Binary((a, b) => a > b ? 1 : Known(a, b)),
        "<=" => Binary((a, b) => a <= b ? 1 : Known(a, b)),
        ">=" => Binary((a, b) => a >= b ? 1 : Known(a, b)),
        "==" => Binary((a, b) => a == b ? 1 : Known(a, b)),
        "!=" => Binary((a, b) => a != b && !double.IsNaN(a) && !double.IsNaN(b) ? 1 : Known(a, b)),
        "&" => Binary((a, b) => a == 0 || b == 0 ? 0 : double.IsNaN(a) || double.IsNaN(b) ? double.NaN : 1),
        "|" => Binary((a, b) => IsTrue(a) || IsTrue(b) ? 1 : Known(a, b)),
        _ => throw new ArgumentOutOfRangeException(nameof(symbol)),
    };

    /// <summary>A function of the two values on top.</summary>
    public static Action<ExpressionFrame> Binary(Func<double, double, double> function) => frame =>
    {
        Span<double> left = frame.Second, right = frame.Top;
        for (int i = 0; i < left.Length; i++)
        {
            left[i] = function(left[i], right[i]);
        }

        frame.Drop(1);
    };

    /// <summary>!a.</summary>
    public static double Not(double a) => double.IsNaN(a) ? a : a == 0 ? 1 : 0;

    /// <summary>is.na(a).</summary>
    public static double IsMissing(double a) => double.IsNaN(a) ? 1 : 0;

    /// <summary>ifelse(c, a, b) of the three values on top.</summary>
    public static void Choose(ExpressionFrame frame)
    {
        Span<double> condition = frame.Third, yes = frame.Second, no = frame.Top;
        for (int i = 0; i < condition.Length; i++)
        {
            double c = condition[i];
            condition[i] = double.IsNaN(c) ? c : c != 0 ? yes[i] : no[i];
        }

        frame.Drop(2);
    }

    private static bool IsTrue(double a) => a != 0 && !double.IsNaN(a);

    // FALSE, unless a side is missing.
    private static double Known(double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? double.NaN : 0;

    private static double Power(double a, double b) => b == 2 ? a * a : Math.Pow(a, b);

    // Neither form overflows on its side.
    private static double Plogis(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    private static void Add(ExpressionFrame frame)
    {
        Span<double> left = frame.Second, right = frame.Top;
        for (int i = 0; i < left.Length; i++)
        {
            left[i] += right[i];
        }

        frame.Drop(1);
    }

    private static void Subtract(ExpressionFrame frame)
    {
        Span<double> left = frame.Second, right = frame.Top;
        for (int i = 0; i < left.Length; i++)
        {
            left[i] -= right[i];
        }

        frame.Drop(1);
    }

    private static void Multiply(ExpressionFrame frame)
    {
        Span<double> left = frame.Second, right = frame.Top;
        for (int i = 0; i < left.Length; i++)
        {
            left[i] *= right[i];
        }

        frame.Drop(1);
    }

    private static void Divide(ExpressionFrame frame)
    {
        Span<double> left = frame.Second, right = frame.Top;
        for (int i = 0; i < left.Length; i++)
        {
            left[i] /= right[i];
        }

        frame.Drop(1);
    }
}
