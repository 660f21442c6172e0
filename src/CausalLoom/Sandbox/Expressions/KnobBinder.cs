using CausalLoom.Data;
using CausalLoom.Io;

namespace CausalLoom.Sandbox.Expressions;

/// <summary>
/// From a tree to a program: finds columns, checks that text is only compared, and freezes what the real rows decide. Chains of
/// operators are walked without recursion, so only nesting, which the parser bounds, uses the call stack.
/// </summary>
internal sealed class KnobBinder
{
    private static readonly string[] Comparisons = ["==", "!=", "<", "<=", ">", ">=", "%in%"];
    private readonly KnobSource _source;
    private readonly IKnobScope _scope;
    private readonly KnobCalls _calls;
    private readonly List<KnobStep> _steps = [];
    private readonly List<KnobInput> _inputs = [];

    private KnobBinder(KnobSource source, IKnobScope scope)
    {
        _source = source;
        _scope = scope;
        _calls = new KnobCalls(source, scope, this);
    }

    /// <summary>The program of an expression.</summary>
    /// <exception cref="CausalLoomException">It does not fit the columns.</exception>
    public static KnobProgram Bind(KnobSource source, KnobNode node, IKnobScope scope)
    {
        KnobBinder binder = new(source, scope);
        binder.Emit(node);
        return new KnobProgram(source, binder._steps, binder._inputs);
    }

    /// <summary>Appends the steps of a part.</summary>
    internal void Emit(KnobNode node)
    {
        switch (node)
        {
            case KnobNumber number:
                Constant(node, number.Value);
                break;
            case KnobLiteral:
                throw _source.Error(node, "there is text where a number is due",
                    "text can be compared with a column of text: COLUMN == \"level\"");
            case KnobName name:
                Name(name);
                break;
            case KnobUnary unary:
                Unary(unary);
                break;
            case KnobBinary binary:
                Chain(binary);
                break;
            case KnobCall call:
                _calls.Emit(call);
                break;
        }
    }

    /// <summary>Appends a step that takes values from the stack.</summary>
    internal void Step(KnobNode node, int arity, Action<KnobFrame> run, bool chooses = false) =>
        _steps.Add(new KnobStep(node.Start, node.End, arity, run, -1, chooses));

    /// <summary>Appends a number.</summary>
    internal void Constant(KnobNode node, double value) => Step(node, 0, frame => frame.Push(value));

    /// <summary>Appends what is read of a table, once however often it occurs.</summary>
    internal void Input(KnobNode node, KnobInput input)
    {
        int index = _inputs.FindIndex(known => known.Key == input.Key);
        if (index < 0)
        {
            index = _inputs.Count;
            _inputs.Add(input);
        }

        _steps.Add(new KnobStep(node.Start, node.End, 0, frame => frame.PushInput(index), index));
    }

    /// <summary>The column of text that a part is, or null where it is something else.</summary>
    internal KnobColumn? TextColumn(KnobNode node) =>
        node is KnobName name && !IsPi(name) && _scope.Column(name) is { Kind: KnobColumnKind.Text } column ? column : null;

    private bool IsPi(KnobName name) => name is { Name: "pi", Quoted: false } && !_scope.Has("pi");

    private void Name(KnobName name)
    {
        if (IsPi(name))
        {
            Constant(name, Math.PI);
            return;
        }

        KnobColumn column = _scope.Column(name);
        if (column.Kind == KnobColumnKind.Text)
        {
            string example = column.Levels.Length > 1 ? column.Levels[1] : column.Levels[0];
            throw _source.Error(name, $"{CellText.Show(column.Name)} holds text, which is no number",
                $"compare it with a level: {_source.Part(name.Start, name.End)} == {Quote(example)}");
        }

        Input(name, new KnobInput("number " + column.Name, column.Name, column.Numbers));
    }

    private void Unary(KnobUnary unary)
    {
        Emit(unary.Operand);
        if (unary.Operator == "-")
        {
            // Without the sign of −0: R's whole numbers and truth values have none, and 1 / −0 should not be −∞ for a count of nothing.
            Step(unary, 1, KnobKernels.Unary(a => a == 0 ? 0 : -a));
        }
        else if (unary.Operator == "!")
        {
            Step(unary, 1, KnobKernels.Unary(KnobKernels.Not));
        }
    }

    // a + b + c + …: down the left side first.
    private void Chain(KnobBinary last)
    {
        Stack<KnobBinary> chain = new();
        KnobNode first = last;
        while (first is KnobBinary binary)
        {
            chain.Push(binary);
            first = binary.Left;
        }

        KnobBinary inner = chain.Pop();
        if (Comparisons.Contains(inner.Operator) && (IsText(first) || IsText(inner.Right)))
        {
            Levels(inner);
        }
        else
        {
            Emit(first);
            Operate(inner);
        }

        while (chain.TryPop(out KnobBinary? next))
        {
            Operate(next);
        }
    }

    private void Operate(KnobBinary binary)
    {
        if (binary.Operator == "%in%")
        {
            HashSet<double> numbers = [.. Set(binary).Select(node => node is KnobNumber number ? number.Value
                : throw _source.Error(node, "there is text where numbers are due", "the left side holds numbers"))];
            Step(binary, 1, KnobKernels.Unary(a => numbers.Contains(a) ? 1 : 0));
            return;
        }

        Emit(binary.Right);
        Step(binary, 2, KnobKernels.Operator(binary.Operator));
    }

    private bool IsText(KnobNode node) => node is KnobLiteral || TextColumn(node) is not null;

    // column == "level", column != "level", column %in% c("level", …); the first two also the other way round.
    private void Levels(KnobBinary binary)
    {
        if (binary.Operator is not ("==" or "!=" or "%in%"))
        {
            throw _source.Error(binary, $"text has no {binary.Operator}", "it can be compared by ==, != and %in%");
        }

        bool reversed = binary.Operator != "%in%" && binary.Left is KnobLiteral;
        (KnobNode left, KnobNode right) = reversed ? (binary.Right, binary.Left) : (binary.Left, binary.Right);
        KnobColumn column = TextColumn(left) ?? throw NotText(left, right);
        IReadOnlyList<KnobNode> values = binary.Operator == "%in%" ? Set(binary) : [right];
        HashSet<string> levels = new(StringComparer.Ordinal);
        foreach (KnobNode value in values)
        {
            levels.Add(Level(column, value));
        }

        string key = string.Join('\0', levels.Order(StringComparer.Ordinal).Prepend("level " + column.Name));
        Input(binary, new KnobInput(key, column.Name, table => column.Matches(table, levels)));
        if (binary.Operator != "==")
        {
            // In R a missing value is not in a set, but neither equal nor unequal to anything.
            Step(binary, 1, KnobKernels.Unary(binary.Operator == "!=" ? KnobKernels.Not : a => a == 1 ? 1 : 0));
        }
    }

    private string Level(KnobColumn column, KnobNode value)
    {
        string shown = CellText.Show(column.Name);
        if (value is not KnobLiteral literal)
        {
            throw _source.Error(value, $"the column {shown} holds text and can only be compared with levels in quotes",
                $"its levels are {CellText.List([.. column.Levels.Select(Quote)])}");
        }

        string suggestion = Suggestion.For(literal.Text, column.Levels);
        return column.Levels.Contains(literal.Text, StringComparer.Ordinal)
            ? literal.Text
            : throw _source.Error(value, $"the column {shown} has no level {CellText.Show(literal.Text)}",
                $"its levels are {CellText.List([.. column.Levels.Select(Quote)])}{(suggestion.Length > 0 ? ";" : string.Empty)}"
                    + suggestion.Replace(" Did", " did", StringComparison.Ordinal));
    }

    private CausalLoomException NotText(KnobNode left, KnobNode right)
    {
        if (left is KnobName name && right is KnobLiteral literal)
        {
            KnobColumn column = _scope.Column(name);
            string number = column.Kind == KnobColumnKind.Logical ? "TRUE" : CellText.IsNumber(literal.Text) ? literal.Text : "1";
            string holds = column.Kind == KnobColumnKind.Logical ? "true and false" : "numbers";
            return _source.Error(right, $"{CellText.Show(column.Name)} holds {holds}, which text does not equal",
                $"write {_source.Part(left.Start, left.End)} == {number}");
        }

        return _source.Error(left is KnobLiteral ? left : right, "there is text beside what is not a column of text",
            "compare a column with a level: COLUMN == \"level\"");
    }

    // The values behind %in%: c(…) of numbers or of texts, or one of them.
    private List<KnobNode> Set(KnobBinary binary)
    {
        KnobNode right = binary.Right;
        IEnumerable<KnobNode> items = right is KnobCall { Function.Name: "c" } call ? call.Arguments.Select(argument => argument.Value)
            : [right];
        List<KnobNode> values = [.. items.Select(item =>
            item is KnobUnary { Operator: "-", Operand: KnobNumber number } ? new KnobNumber(item.Start, item.End, -number.Value) : item)];
        KnobNode? odd = values.Find(value => value is not (KnobNumber or KnobLiteral));
        return odd is null && values.Count > 0
            ? values
            : throw _source.Error(odd ?? right, "behind %in% there must be values", "write %in% c(1, 2) or %in% c(\"a\", \"b\")");
    }

    private static string Quote(string level)
    {
        string shown = CellText.Show(level)[1..^1];
        return shown.Contains('"', StringComparison.Ordinal) ? $"'{shown}'" : $"\"{shown}\"";
    }
}
