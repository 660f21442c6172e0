using CausalLoom.Expressions;

namespace CausalLoom.Rules;

/// <summary>
/// Recognises what a condition says from its tree, whoever wrote it: a user's <c>start &lt;= end</c> is kept as a found one is.
/// </summary>
internal static class RuleReader
{
    /// <summary>The shape of a condition, or null.</summary>
    public static RuleShape? Read(ExpressionNode tree) =>
        tree is BinaryNode binary ? Compared(binary) ?? Clause(tree) : Clause(tree);

    private static RuleShape? Compared(BinaryNode node) => (node.Operator, node.Left, node.Right) switch
    {
        ("<=" or "<", NameNode low, NameNode high) => new OrderShape(low.Name, high.Name, node.Operator == "<"),
        (">=" or ">", NameNode high, NameNode low) => new OrderShape(low.Name, high.Name, node.Operator == ">"),
        ("==", _, _) => (RuleShape?)Step(node.Left, node.Right) ?? (RuleShape?)Flag(node.Left, node.Right)
            ?? (RuleShape?)(Product(node.Left, node.Right) ?? Product(node.Right, node.Left)) ?? Sum(node.Left, node.Right),
        _ => null,
    };

    private static StepShape? Step(ExpressionNode left, ExpressionNode right) =>
        left is BinaryNode { Operator: "%%", Left: NameNode name } modulo && Number(modulo.Right) is double step and > 0
            && Number(right) is double offset && offset >= 0 && offset < step ? new StepShape(name.Name, step, offset) : null;

    private static ProductShape? Product(ExpressionNode left, ExpressionNode right) =>
        left is NameNode target && right is BinaryNode { Operator: "*" or "/", Left: NameNode one, Right: NameNode other } product
            && target.Name != one.Name && target.Name != other.Name
            ? new ProductShape(target.Name, one.Name, other.Name, product.Operator == "/") : null;

    // Both sides brought to one: the target is the one column whose sign is its own, so that the others add up to it.
    private static SumShape? Sum(ExpressionNode left, ExpressionNode right)
    {
        List<(string Name, int Sign)> all = [];
        if (!Add(left, 1, all) || !Add(right, -1, all) || all.Count < 2
            || all.Select(term => term.Name).Distinct().Count() != all.Count)
        {
            return null;
        }

        int positive = all.Count(term => term.Sign > 0);
        int sign = positive == 1 || (positive != all.Count - 1 && left is NameNode) ? 1 : -1;
        int at = positive == all.Count - 1 && all.Count > 2 && positive != 1 ? all.FindIndex(term => term.Sign < 0)
            : all.FindIndex(term => term.Sign == sign);
        if (at < 0)
        {
            return null;
        }

        int own = all[at].Sign;
        return new SumShape(all[at].Name, [.. all.Where((_, k) => k != at).Select(term => (term.Name, -own * term.Sign))]);
    }

    // Down the left side without recursion: totals may have many parts.
    private static bool Add(ExpressionNode node, int sign, List<(string, int)> terms)
    {
        Stack<(ExpressionNode Node, int Sign)> open = new([(node, sign)]);
        while (open.TryPop(out (ExpressionNode Node, int Sign) next))
        {
            switch (next.Node)
            {
                case NameNode name:
                    terms.Add((name.Name, next.Sign));
                    break;
                case BinaryNode { Operator: "+" or "-" } sum:
                    open.Push((sum.Right, sum.Operator == "+" ? next.Sign : -next.Sign));
                    open.Push((sum.Left, next.Sign));
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static FlagShape? Flag(ExpressionNode left, ExpressionNode right)
    {
        if (Literal(left) is not { IsMissing: false, Negated: false, Values.Count: 1 } level)
        {
            return null;
        }

        List<BinaryNode> limits = right is BinaryNode { Operator: "&", Left: BinaryNode one, Right: BinaryNode other } ? [one, other]
            : right is BinaryNode single ? [single] : [];
        string? input = null;
        double minimum = double.NegativeInfinity, maximum = double.PositiveInfinity;
        foreach (BinaryNode limit in limits)
        {
            if (limit.Left is not NameNode name || Number(limit.Right) is not double value || (input ??= name.Name) != name.Name
                || limit.Operator is not (">=" or "<"))
            {
                return null;
            }

            (minimum, maximum) = limit.Operator == ">=" ? (Math.Max(minimum, value), maximum) : (minimum, Math.Min(maximum, value));
        }

        return input is null || input == level.Column ? null : new FlagShape(level.Column, level, input, minimum, maximum);
    }

    private static RuleShape? Clause(ExpressionNode tree)
    {
        if (Literal(tree) is { } alone)
        {
            return alone is { Negated: false, IsMissing: false } ? new ValuesShape(alone) : null;
        }

        return Either(tree, false) is [var one, var other] && one.Column != other.Column ? new ImplicationShape(one.Not, other) : null;
    }

    // The literals of which one must hold.
    private static List<RuleLiteral>? Either(ExpressionNode node, bool negated) => node switch
    {
        UnaryNode { Operator: "!" } not when Literal(node) is null => Either(not.Operand, !negated),
        BinaryNode { Operator: var sign } both when sign == (negated ? "&" : "|") =>
            Either(both.Left, negated) is { } left && Either(both.Right, negated) is { } right ? [.. left, .. right] : null,
        _ => Literal(node) is { } literal ? [negated ? literal.Not : literal] : null,
    };

    private static RuleLiteral? Literal(ExpressionNode node) => node switch
    {
        UnaryNode { Operator: "!" } not => Literal(not.Operand)?.Not,
        CallNode { Function.Name: "is.na", Arguments: [{ Value: NameNode name }] } => new RuleLiteral(name.Name, [], false),
        BinaryNode { Operator: "==" or "!=", Left: NameNode name } compared when Value(compared.Right) is { } value =>
            new RuleLiteral(name.Name, [value], compared.Operator == "!="),
        BinaryNode { Operator: "==" or "!=", Right: NameNode name } compared when Value(compared.Left) is { } value =>
            new RuleLiteral(name.Name, [value], compared.Operator == "!="),
        BinaryNode { Operator: "%in%", Left: NameNode name, Right: CallNode { Function.Name: "c" } set }
            when set.Arguments.Select(argument => Value(argument.Value)).ToArray() is var values
                && Array.TrueForAll(values, v => v is not null) =>
            new RuleLiteral(name.Name, [.. values.OfType<object>()], false),
        _ => null,
    };

    private static object? Value(ExpressionNode node) => node is TextNode text ? text.Text : Number(node);

    private static double? Number(ExpressionNode node) => node switch
    {
        NumberNode number => number.Value,
        UnaryNode { Operator: "-", Operand: NumberNode number } => -number.Value,
        _ => null,
    };
}
