using System.Globalization;
using CausalLoom.Catalogue;
using CausalLoom.Io;
using CausalLoom.Mechanisms;

namespace CausalLoom.Sandbox.Expressions;

/// <summary>The functions an expression may call.</summary>
internal sealed class KnobCalls(KnobSource source, IKnobScope scope, KnobBinder binder)
{
    private static readonly string[] Others = ["ifelse", "pmin", "pmax", "is.na", "scale", "fit", "propensity"];

    /// <summary>All names, as messages list them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. KnobKernels.Functions.Keys, .. Others, .. KnobStatistics.Names];

    /// <summary>Appends the steps of a call.</summary>
    public void Emit(KnobCall call)
    {
        string name = call.Function.Name;
        bool statistic = KnobStatistics.Names.Contains(name);
        if (!statistic && call.Arguments.FirstOrDefault(argument => argument.Name is not null) is { } named)
        {
            throw source.Error(named.Value, $"{name}() takes no argument called '{named.Name}'", "to compare write ==");
        }

        if (statistic)
        {
            Statistic(call);
        }
        else if (KnobKernels.Functions.TryGetValue(name, out Func<double, double>? function))
        {
            Expect(call, 1, 1);
            binder.Emit(call.Arguments[0].Value);
            binder.Step(call, 1, KnobKernels.Unary(function));
        }
        else
        {
            Other(call);
        }
    }

    private void Other(KnobCall call)
    {
        switch (call.Function.Name)
        {
            case "ifelse":
                Expect(call, 3, 3);
                Arguments(call);
                binder.Step(call, 3, KnobKernels.Choose, chooses: true);
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
            case "fit":
                Outcome(call);
                break;
            case "propensity":
                Propensity(call);
                break;
            default:
                throw Unknown(call);
        }
    }

    private void Arguments(KnobCall call)
    {
        foreach (KnobArgument argument in call.Arguments)
        {
            binder.Emit(argument.Value);
        }
    }

    private void Extremes(KnobCall call)
    {
        Expect(call, 1, int.MaxValue);
        Action<KnobFrame> fold = KnobKernels.Binary(call.Function.Name == "pmin" ? Math.Min : Math.Max);
        binder.Emit(call.Arguments[0].Value);
        foreach (KnobArgument argument in call.Arguments.Skip(1))
        {
            binder.Emit(argument.Value);
            binder.Step(call, 2, fold);
        }
    }

    private void Missing(KnobCall call)
    {
        Expect(call, 1, 1);
        KnobNode value = call.Arguments[0].Value;
        if (binder.TextColumn(value) is { } column)
        {
            binder.Input(call, new KnobInput("missing " + column.Name, column.Name, table =>
                Array.ConvertAll(column.Discrete(table).Codes, code => code < 0 ? 1.0 : 0)));
            return;
        }

        binder.Emit(value);
        binder.Step(call, 1, KnobKernels.Unary(KnobKernels.IsMissing));
    }

    // (x − mean) / SD of the real rows; missing ones are left out, as R's scale() does.
    private void Scale(KnobCall call)
    {
        Expect(call, 1, 1);
        KnobProgram[] argument = [KnobBinder.Bind(source, call.Arguments[0].Value, scope)];
        RequireRows(call, argument[0]);
        double mean = scope.Frozen(call, argument, values => KnobStatistics.Mean(values[0]));
        double deviation = scope.Frozen(call, argument, values => KnobStatistics.Deviation(values[0]));
        if (deviation == 0)
        {
            throw source.Error(call, "what is scaled has the same value in all real rows", "leave it out");
        }

        binder.Emit(call.Arguments[0].Value);
        binder.Step(call, 1, KnobKernels.Unary(x => (x - mean) / deviation));
    }

    private void Statistic(KnobCall call)
    {
        string name = call.Function.Name;
        (List<KnobNode> values, bool skipMissing, KnobNode? probability) = Named(call);
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
        KnobProgram[] arguments = [.. values.Select(value => KnobBinder.Bind(source, value, scope))];
        if (name == "sd")
        {
            RequireRows(call, arguments[0]);
        }

        binder.Constant(call, scope.Frozen(call, arguments, KnobStatistics.Of(name, share, skipMissing)));
    }

    private (List<KnobNode> Values, bool SkipMissing, KnobNode? Probability) Named(KnobCall call)
    {
        List<KnobNode> values = [];
        bool skip = false;
        KnobNode? probability = null;
        foreach (KnobArgument argument in call.Arguments)
        {
            switch (argument.Name)
            {
                case null:
                    values.Add(argument.Value);
                    break;
                case "na.rm":
                    skip = argument.Value is KnobNumber { Value: 0 or 1 } flag ? flag.Value == 1
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

    private double Probability(KnobNode node) => node is KnobNumber { Value: >= 0 and <= 1 } number
        ? number.Value
        : throw source.Error(node, "this is no probability", "write a number from 0 to 1");

    private void RequireRows(KnobCall call, KnobProgram argument)
    {
        if (!argument.DependsOnRows)
        {
            throw source.Error(call, $"{call.Function.Name}() needs a column", "here all rows have the same value");
        }
    }

    private void Outcome(KnobCall call)
    {
        Expect(call, 1, 2);
        string learner = Learner(call.Arguments[0].Value, "fit", [.. scope.Catalogues.Outcomes.Names, .. KnobEffect.Names],
            _ => false);
        int arm = -1;
        if (call.Arguments.Count == 2)
        {
            KnobNode which = call.Arguments[1].Value;
            if (KnobEffect.Has(learner))
            {
                throw source.Error(which, $"{learner} learns the effect and no mean of an arm",
                    $"write fit({learner}), or one of {CellText.List([.. scope.Catalogues.Outcomes.Names])} for the mean of an arm");
            }

            arm = which is KnobNumber { Value: 0 or 1 } number ? (int)number.Value : throw source.Error(which, "the arm is neither 0 nor 1",
                "fit(LEARNER) is the effect, fit(LEARNER, 0) the mean under control, fit(LEARNER, 1) under treatment");
        }

        Learned(call, learner, arm);
    }

    private void Propensity(KnobCall call)
    {
        Expect(call, 1, 1);
        Learned(call, Learner(call.Arguments[0].Value, "propensity", scope.Catalogues.Propensities.Names,
            scope.Catalogues.Propensities.Contains), -1);
    }

    private void Learned(KnobCall call, string learner, int arm)
    {
        KnobLearner fitted = scope.Learner(call, call.Function.Name, learner);
        string key = string.Create(CultureInfo.InvariantCulture, $"{fitted.Key} {arm}");
        binder.Input(call, new KnobInput(key, null, table => fitted.Values(table, arm)));
    }

    private string Learner(KnobNode node, string function, IReadOnlyCollection<string> names, Func<string, bool> parametric)
    {
        string? name = node switch
        {
            KnobName word => word.Name,
            KnobLiteral literal => literal.Text,
            _ => null,
        };
        string kind = function == "fit" ? "outcome model" : "propensity model", list = CellText.List([.. names]);
        if (name is null)
        {
            throw source.Error(node, $"{function}() takes the name of {(function == "fit" ? "an" : "a")} {kind}", $"there are {list}");
        }

        string suggestion = Suggestion.For(name, names);
        return names.Contains(name) || parametric(name)
            ? name
            : throw source.Error(node, $"there is no {kind} {CellText.Show(name)}", suggestion.Length > 0 ? "did" + suggestion[4..]
                : $"there are {list}");
    }

    private void Expect(KnobCall call, int least, int most)
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

    private CausalLoomException Unknown(KnobCall call)
    {
        KnobName function = call.Function;
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

        return KnobFunctions.None(source, call);
    }
}
