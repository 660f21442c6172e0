using CausalLoom.Io;

namespace CausalLoom.Expressions;

/// <summary>What can be said of an expression's functions before there are data.</summary>
internal static class ExpressionFunctions
{
    /// <summary>Refuses a function that there is not.</summary>
    /// <exception cref="CausalLoomException">The expression calls one.</exception>
    public static void Check(ExpressionSource source, ExpressionNode tree, IReadOnlyList<string> names)
    {
        foreach (CallNode call in All(tree).OfType<CallNode>())
        {
            if (call.Function.Name != "c" && !names.Contains(call.Function.Name))
            {
                throw None(source, call, names);
            }
        }
    }

    /// <summary>All parts of an expression, itself included.</summary>
    public static IEnumerable<ExpressionNode> All(ExpressionNode tree)
    {
        // Sums may have thousands of terms: no recursion.
        Stack<ExpressionNode> left = new([tree]);
        while (left.TryPop(out ExpressionNode? node))
        {
            yield return node;
            foreach (ExpressionNode part in Parts(node))
            {
                left.Push(part);
            }
        }
    }

    /// <summary>That there is no such function, with the nearest there is.</summary>
    public static CausalLoomException None(ExpressionSource source, CallNode call, IReadOnlyList<string> names)
    {
        string suggestion = Suggestion.For(call.Function.Name, names);
        return source.Error(
            call with { Start = call.Function.Start },
            $"there is no function {CellText.Show(call.Function.Name)}",
            suggestion.Length > 0 ? "did" + suggestion[4..] : $"there are {string.Join(" ", names)}");
    }

    private static IEnumerable<ExpressionNode> Parts(ExpressionNode node) => node switch
    {
        UnaryNode unary => [unary.Operand],
        BinaryNode binary => [binary.Left, binary.Right],
        CallNode call => call.Arguments.Select(argument => argument.Value),
        _ => [],
    };
}
