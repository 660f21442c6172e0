using CausalLoom.Io;

namespace CausalLoom.Sandbox.Expressions;

/// <summary>What can be said of an expression's functions before there are data.</summary>
internal static class KnobFunctions
{
    /// <summary>Refuses a function that there is not.</summary>
    /// <exception cref="CausalLoomException">The expression calls one.</exception>
    public static void Check(KnobSource source, KnobNode tree)
    {
        // Sums may have thousands of terms: no recursion.
        Stack<KnobNode> left = new([tree]);
        while (left.TryPop(out KnobNode? node))
        {
            if (node is KnobCall call && call.Function.Name != "c" && !KnobCalls.Names.Contains(call.Function.Name))
            {
                throw None(source, call);
            }

            foreach (KnobNode part in Parts(node))
            {
                left.Push(part);
            }
        }
    }

    /// <summary>That there is no such function, with the nearest there is.</summary>
    public static CausalLoomException None(KnobSource source, KnobCall call)
    {
        string suggestion = Suggestion.For(call.Function.Name, KnobCalls.Names);
        return source.Error(
            call with { Start = call.Function.Start },
            $"there is no function {CellText.Show(call.Function.Name)}",
            suggestion.Length > 0 ? "did" + suggestion[4..] : $"there are {string.Join(" ", KnobCalls.Names)}");
    }

    private static IEnumerable<KnobNode> Parts(KnobNode node) => node switch
    {
        KnobUnary unary => [unary.Operand],
        KnobBinary binary => [binary.Left, binary.Right],
        KnobCall call => call.Arguments.Select(argument => argument.Value),
        _ => [],
    };
}
