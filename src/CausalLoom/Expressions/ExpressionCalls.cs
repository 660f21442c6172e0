using System.Globalization;
using CausalLoom.Io;

namespace CausalLoom.Expressions;

/// <summary>The functions every expression may call; those of its scope come besides.</summary>
internal sealed class ExpressionCalls(ExpressionSource source, IExpressionScope scope, ExpressionBinder binder)
{
    private static readonly string[] Others = ["ifelse", "pmin", "pmax", "is.na", "scale"];

    /// <summary>All names, as messages list them, with those of a scope before the statistics.</summary>
    public static IReadOnlyList<string> Names(params string[] more) =>
        [.. ExpressionKernels.Functions.Keys, .. Others, .. more, .. ExpressionStatistics.Names];

    /// <summary>Appends the steps of a call.</summary>
    public void Emit(CallNode call)
    {
        string name = call.Function.Name;
        bool statistic = ExpressionStatistics.Names.Contains(name);
        if (!statistic && call.Arguments.FirstOrDefault(argument => argument.Name is not null) is { } named)
        {
            throw source.Error(named.Value, $"{name}() takes no argument called '{named.Name}'", "to compare write ==");
        }

        if (statistic)
        {
            Statistic(call);
        }
        else if (ExpressionKernels.Functions.TryGetValue(name, out Func<double, double>? function))
        {
            Expect(call, 1, 1);
            binder.Emit(call.Arguments[0].Value);
            binder.Step(call, 1, ExpressionKernels.Unary(function));
        }
        else
        {
            Other(call);
        }
    }

    private void Other(CallNode call)
    {
        switch (call.Function.Name)
        {
            case "ifelse":
                Expect(call, 3, 3);
                Arguments(call);
                binder.Step(call, 3, ExpressionKernels.Choose, chooses: true);
                break;
            case "pmin" or "pmax":
                Extremes(call);
                break;
            case "is.na":
                Missing(call);
                break;
            case "scale":
                Scale(call);
                break;
            default:
                if (!scope.Emit(call, source, binder))
                {
                    throw Unknown(call);
                }

                break;
        }
    }

    private void Arguments(CallNode call)
    {
        foreach (CallArgument argument in call.Arguments)
        {
            binder.Emit(argument.Value);
        }
    }

    private void Extremes(CallNode call)
    {
        Expect(call, 1, int.MaxValue);
        Action<ExpressionFrame> fold = ExpressionKernels.Binary(call.Function.Name == "pmin" ? Math.Min : Math.Max);
        binder.Emit(call.Arguments[0].Value);
        foreach (CallArgument argument in call.Arguments.Skip(1))
        {
            binder.Emit(argument.Value);
            binder.Step(call, 2, fold);
        }
    }

    private void Missing(CallNode call)
    {
        Expect(call, 1, 1);
        ExpressionNode value = call.Arguments[0].Value;
        if (binder.TextColumn(value) is { } column)
        {
            binder.Input(call, new ExpressionInput("missing " + column.Name, column.Name, table =>
                Array.ConvertAll(column.Discrete(table).Codes, code => code < 0 ? 1.0 : 0)));
            return;
        }

        binder.Emit(value);
        binder.Step(call, 1, ExpressionKernels.Unary(ExpressionKernels.IsMissing));
    }

    // (x − mean) / SD of the real rows; missing ones are left out, as R's scale() does.
    private void Scale(CallNode call)
    {
        Expect(call, 1, 1);
        ExpressionProgram[] argument = [ExpressionBinder.Bind(source, call.Arguments[0].Value, scope)];
        RequireRows(call, argument[0]);
        double mean = scope.Frozen(call, argument, values => ExpressionStatistics.Mean(values[0]));
        double deviation = scope.Frozen(call, argument, values => ExpressionStatistics.Deviation(values[0]));
        if (deviation == 0)
        {
            throw source.Error(call, "what is scaled has the same value in all real rows", "leave it out");
        }

        binder.Emit(call.Arguments[0].Value);
        binder.Step(call, 1, ExpressionKernels.Unary(x => (x - mean) / deviation));
    }

    private void Statistic(CallNode call)
    {
        string name = call.Function.Name;
        (List<ExpressionNode> values, bool skipMissing, ExpressionNode? probability) = Named(call);
        if (name == "quantile" && probability is null && values.Count == 2)
        {
            probability = values[1];
            values.RemoveAt(1);
        }

        if (values.Count == 0 || (name is not ("min" or "max") && values.Count > 1) || (name == "quantile") != probability is not null)
        {
            throw source.Error(call, $"{name}() takes "
                + $"{(name == "quantile" ? "a value and a probability" : name is "min" or "max" ? "at least one value" : "one value")}");
        }

        double share = probability is null ? 0 : Probability(probability);
        ExpressionProgram[] arguments = [.. values.Select(value => ExpressionBinder.Bind(source, value, scope))];
        if (name == "sd")
        {
            RequireRows(call, arguments[0]);
        }

        binder.Constant(call, scope.Frozen(call, arguments, ExpressionStatistics.Of(name, share, skipMissing)));
    }

    private (List<ExpressionNode> Values, bool SkipMissing, ExpressionNode? Probability) Named(CallNode call)
    {
        List<ExpressionNode> values = [];
        bool skip = false;
        ExpressionNode? probability = null;
        foreach (CallArgument argument in call.Arguments)
        {
            switch (argument.Name)
            {
                case null:
                    values.Add(argument.Value);
                    break;
                case "na.rm":
                    skip = argument.Value is NumberNode { Value: 0 or 1 } flag ? flag.Value == 1
                        : throw source.Error(argument.Value, "na.rm is neither TRUE nor FALSE");
                    break;
                case "probs" when call.Function.Name == "quantile":
                    probability = argument.Value;
                    break;
                default:
                    throw source.Error(argument.Value, $"{call.Function.Name}() takes no argument called '{argument.Name}'",
                        "to compare write ==");
            }
        }

        return (values, skip, probability);
    }

    private double Probability(ExpressionNode node) => node is NumberNode { Value: >= 0 and <= 1 } number
        ? number.Value
        : throw source.Error(node, "this is no probability", "write a number from 0 to 1");

    private void RequireRows(CallNode call, ExpressionProgram argument)
    {
        if (!argument.DependsOnRows)
        {
            throw source.Error(call, $"{call.Function.Name}() needs a column", "here all rows have the same value");
        }
    }

    private void Expect(CallNode call, int least, int most) => Expect(source, call, least, most);

    /// <summary>Refuses a call with too few or too many values.</summary>
    internal static void Expect(ExpressionSource source, CallNode call, int least, int most)
    {
        int given = call.Arguments.Count;
        if (given < least || given > most)
        {
            string due = most == int.MaxValue ? "at least one value" : least == most ? Count(least) : $"{least} or {most} values";
            string signature = call.Function.Name == "ifelse" ? "ifelse(condition, a, b)" : string.Empty;
            throw source.Error(call, $"{call.Function.Name}() takes {due}, not {given}", signature);
        }
    }

    private static string Count(int count) => count == 1 ? "one value" : string.Create(CultureInfo.InvariantCulture, $"{count} values");

    private CausalLoomException Unknown(CallNode call)
    {
        NameNode function = call.Function;
        string shown = CellText.Show(function.Name);
        call = call with { Start = function.Start };
        if (function.Name == "c")
        {
            return source.Error(call, "c() has its place behind %in% only");
        }

        if (scope.Has(function.Name))
        {
            return source.Error(call, $"{shown} is a column, not a function", "to multiply write *");
        }

        return ExpressionFunctions.None(source, call, scope.Functions);
    }
}
