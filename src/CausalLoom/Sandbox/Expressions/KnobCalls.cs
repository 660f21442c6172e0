using System.Globalization;
using CausalLoom.Catalogue;
using CausalLoom.Expressions;
using CausalLoom.Io;
using CausalLoom.Mechanisms;

namespace CausalLoom.Sandbox.Expressions;

/// <summary>The functions that a knob may call beside those of every expression: learners of the real data.</summary>
internal sealed class KnobCalls(ExpressionSource source, IKnobScope scope, ExpressionBinder binder)
{
    /// <summary>All names, as messages list them.</summary>
    public static IReadOnlyList<string> Names { get; } = ExpressionCalls.Names("fit", "propensity");

    /// <summary>Appends the steps of a call of a learner; false where the function is none.</summary>
    public bool Emit(CallNode call)
    {
        switch (call.Function.Name)
        {
            case "fit":
                Outcome(call);
                return true;
            case "propensity":
                Propensity(call);
                return true;
            default:
                return false;
        }
    }

    private void Outcome(CallNode call)
    {
        ExpressionCalls.Expect(source, call, 1, 2);
        string learner = Learner(call.Arguments[0].Value, "fit", [.. scope.Catalogues.Outcomes.Names, .. KnobEffect.Names],
            _ => false);
        int arm = -1;
        if (call.Arguments.Count == 2)
        {
            ExpressionNode which = call.Arguments[1].Value;
            if (KnobEffect.Has(learner))
            {
                throw source.Error(which, $"{learner} learns the effect and no mean of an arm",
                    $"write fit({learner}), or one of {CellText.List([.. scope.Catalogues.Outcomes.Names])} for the mean of an arm");
            }

            arm = which is NumberNode { Value: 0 or 1 } number ? (int)number.Value : throw source.Error(which, "the arm is neither 0 nor 1",
                "fit(LEARNER) is the effect, fit(LEARNER, 0) the mean under control, fit(LEARNER, 1) under treatment");
        }

        Learned(call, learner, arm);
    }

    private void Propensity(CallNode call)
    {
        ExpressionCalls.Expect(source, call, 1, 1);
        Learned(call, Learner(call.Arguments[0].Value, "propensity", scope.Catalogues.Propensities.Names,
            scope.Catalogues.Propensities.Contains), -1);
    }

    private void Learned(CallNode call, string learner, int arm)
    {
        KnobLearner fitted = scope.Learner(call, call.Function.Name, learner);
        string key = string.Create(CultureInfo.InvariantCulture, $"{fitted.Key} {arm}");
        binder.Input(call, new ExpressionInput(key, null, table => fitted.Values(table, arm)));
    }

    private string Learner(ExpressionNode node, string function, IReadOnlyCollection<string> names, Func<string, bool> parametric)
    {
        string? name = node switch
        {
            NameNode word => word.Name,
            TextNode literal => literal.Text,
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
}
