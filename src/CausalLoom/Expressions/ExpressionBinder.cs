using CausalLoom.Data;
using CausalLoom.Io;

namespace CausalLoom.Expressions;

/// <summary>
/// From a tree to a program: finds columns, checks that text is only compared, and freezes what the real rows decide. Chains of
/// operators are walked without recursion, so only nesting, which the parser bounds, uses the call stack.
/// </summary>
internal sealed class ExpressionBinder
{
    private static readonly string[] Comparisons = ["==", "!=", "<", "<=", ">", ">=", "%in%"];
    private readonly ExpressionSource _source;
    private readonly IExpressionScope _scope;
    private readonly ExpressionCalls _calls;
    private readonly List<ExpressionStep> _steps = [];
    private readonly List<ExpressionInput> _inputs = [];

    private ExpressionBinder(ExpressionSource source, IExpressionScope scope)
    {
        _source = source;
        _scope = scope;
        _calls = new ExpressionCalls(source, scope, this);
    }

    /// <summary>The program of an expression.</summary>
    /// <exception cref="CausalLoomException">It does not fit the columns.</exception>
    public static ExpressionProgram Bind(ExpressionSource source, ExpressionNode node, IExpressionScope scope)
    {
        ExpressionBinder binder = new(source, scope);
        binder.Emit(node);
        return new ExpressionProgram(source, binder._steps, binder._inputs);
    }

    /// <summary>Appends the steps of a part.</summary>
    internal void Emit(ExpressionNode node)
    {
        switch (node)
        {
            case NumberNode number:
                Constant(node, number.Value);
                break;
            case TextNode:
                throw _source.Error(node, "there is text where a number is due",
                    "text can be compared with a column of text: COLUMN == \"level\"");
            case NameNode name:
                Name(name);
                break;
            case UnaryNode unary:
                Unary(unary);
                break;
            case BinaryNode binary:
                Chain(binary);
                break;
            case CallNode call:
                _calls.Emit(call);
                break;
        }
    }

    /// <summary>Appends a step that takes values from the stack.</summary>
    internal void Step(ExpressionNode node, int arity, Action<ExpressionFrame> run, bool chooses = false) =>
        _steps.Add(new ExpressionStep(node.Start, node.End, arity, run, -1, chooses));

    /// <summary>Appends a number.</summary>
    internal void Constant(ExpressionNode node, double value) => Step(node, 0, frame => frame.Push(value));

    /// <summary>Appends what is read of a table, once however often it occurs.</summary>
    internal void Input(ExpressionNode node, ExpressionInput input)
    {
        int index = _inputs.FindIndex(known => known.Key == input.Key);
        if (index < 0)
        {
            index = _inputs.Count;
            _inputs.Add(input);
        }

        _steps.Add(new ExpressionStep(node.Start, node.End, 0, frame => frame.PushInput(index), index));
    }

    /// <summary>The column of text that a part is, or null where it is something else.</summary>
    internal ExpressionColumn? TextColumn(ExpressionNode node) =>
        node is NameNode name && !IsPi(name) && _scope.Column(name) is { Kind: ExpressionColumnKind.Text } column ? column : null;

    private bool IsPi(NameNode name) => name is { Name: "pi", Quoted: false } && !_scope.Has("pi");

    private void Name(NameNode name)
    {
        if (IsPi(name))
        {
            Constant(name, Math.PI);
            return;
        }

        ExpressionColumn column = _scope.Column(name);
        if (column.Kind == ExpressionColumnKind.Text)
        {
            string example = column.Levels.Length > 1 ? column.Levels[1] : column.Levels[0];
            throw _source.Error(name, $"{CellText.Show(column.Name)} holds text, which is no number",
                $"compare it with a level: {_source.Part(name.Start, name.End)} == {Quote(example)}");
        }

        Input(name, new ExpressionInput("number " + column.Name, column.Name, column.Numbers));
    }

    private void Unary(UnaryNode unary)
    {
        Emit(unary.Operand);
        if (unary.Operator == "-")
        {
            // Without the sign of −0: R's whole numbers and truth values have none, and 1 / −0 should not be −∞ for a count of nothing.
            Step(unary, 1, ExpressionKernels.Unary(a => a == 0 ? 0 : -a));
        }
        else if (unary.Operator == "!")
        {
            Step(unary, 1, ExpressionKernels.Unary(ExpressionKernels.Not));
        }
    }

    // a + b + c + …: down the left side first.
    private void Chain(BinaryNode last)
    {
        Stack<BinaryNode> chain = new();
        ExpressionNode first = last;
        while (first is BinaryNode binary)
        {
            chain.Push(binary);
            first = binary.Left;
        }

        BinaryNode inner = chain.Pop();
        if (Comparisons.Contains(inner.Operator) && (IsText(first) || IsText(inner.Right)))
        {
            Levels(inner);
        }
        else
        {
            Emit(first);
            Operate(inner);
        }

        while (chain.TryPop(out BinaryNode? next))
        {
            Operate(next);
        }
    }

    private void Operate(BinaryNode binary)
    {
        if (binary.Operator == "%in%")
        {
            HashSet<double> numbers = [.. Set(binary).Select(node => node is NumberNode number ? number.Value
                : throw _source.Error(node, "there is text where numbers are due", "the left side holds numbers"))];
            Step(binary, 1, ExpressionKernels.Unary(a => numbers.Contains(a) ? 1 : 0));
            return;
        }

        Emit(binary.Right);
        Step(binary, 2, ExpressionKernels.Operator(binary.Operator));
    }

    private bool IsText(ExpressionNode node) => node is TextNode || TextColumn(node) is not null;

    // column == column, column == "level", column != "level", column %in% c("level", …); the first two also the other way round.
    private void Levels(BinaryNode binary)
    {
        if (binary.Operator is not ("==" or "!=" or "%in%"))
        {
            throw _source.Error(binary, $"text has no {binary.Operator}", "it can be compared by ==, != and %in%");
        }

        if (binary.Operator != "%in%" && TextColumn(binary.Left) is { } one && TextColumn(binary.Right) is { } other)
        {
            Input(binary, new ExpressionInput($"same {one.Name}\0{other.Name}", one.Name, table => one.Same(other, table)));
            if (binary.Operator == "!=")
            {
                Step(binary, 1, ExpressionKernels.Unary(ExpressionKernels.Not));
            }

            return;
        }

        bool reversed = binary.Operator != "%in%" && binary.Left is TextNode;
        (ExpressionNode left, ExpressionNode right) = reversed ? (binary.Right, binary.Left) : (binary.Left, binary.Right);
        ExpressionColumn column = TextColumn(left) ?? throw NotText(left, right);
        IReadOnlyList<ExpressionNode> values = binary.Operator == "%in%" ? Set(binary) : [right];
        HashSet<string> levels = new(StringComparer.Ordinal);
        foreach (ExpressionNode value in values)
        {
            levels.Add(Level(column, value));
        }

        string key = string.Join('\0', levels.Order(StringComparer.Ordinal).Prepend("level " + column.Name));
        Input(binary, new ExpressionInput(key, column.Name, table => column.Matches(table, levels)));
        if (binary.Operator != "==")
        {
            // In R a missing value is not in a set, but neither equal nor unequal to anything.
            Step(binary, 1, ExpressionKernels.Unary(binary.Operator == "!=" ? ExpressionKernels.Not : a => a == 1 ? 1 : 0));
        }
    }

    private string Level(ExpressionColumn column, ExpressionNode value)
    {
        string shown = CellText.Show(column.Name);
        if (value is not TextNode literal)
        {
            throw _source.Error(value, $"the column {shown} holds text and can only be compared with levels in quotes",
                $"its levels are {CellText.List([.. column.Levels.Select(Quote)])}");
        }

        string suggestion = Suggestion.For(literal.Text, column.Levels);
        return _scope.AnyLevel || column.Levels.Contains(literal.Text, StringComparer.Ordinal)
            ? literal.Text
            : throw _source.Error(value, $"the column {shown} has no level {CellText.Show(literal.Text)}",
                $"its levels are {CellText.List([.. column.Levels.Select(Quote)])}{(suggestion.Length > 0 ? ";" : string.Empty)}"
                    + suggestion.Replace(" Did", " did", StringComparison.Ordinal));
    }

    private CausalLoomException NotText(ExpressionNode left, ExpressionNode right)
    {
        if (left is NameNode name && right is TextNode literal)
        {
            ExpressionColumn column = _scope.Column(name);
            string number = column.Kind == ExpressionColumnKind.Logical ? "TRUE" : CellText.IsNumber(literal.Text) ? literal.Text : "1";
            string holds = column.Kind == ExpressionColumnKind.Logical ? "true and false" : "numbers";
            return _source.Error(right, $"{CellText.Show(column.Name)} holds {holds}, which text does not equal",
                $"write {_source.Part(left.Start, left.End)} == {number}");
        }

        return _source.Error(left is TextNode ? left : right, "there is text beside what is not a column of text",
            "compare a column with a level: COLUMN == \"level\"");
    }

    // The values behind %in%: c(…) of numbers or of texts, or one of them.
    private List<ExpressionNode> Set(BinaryNode binary)
    {
        ExpressionNode right = binary.Right;
        IEnumerable<ExpressionNode> items = right is CallNode { Function.Name: "c" } call
            ? call.Arguments.Select(argument => argument.Value) : [right];
        List<ExpressionNode> values = [.. items.Select(item =>
            item is UnaryNode { Operator: "-", Operand: NumberNode number } ? new NumberNode(item.Start, item.End, -number.Value) : item)];
        ExpressionNode? odd = values.Find(value => value is not (NumberNode or TextNode));
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
