using System.Text.Json.Nodes;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Expressions;
using CausalLoom.Models;

namespace CausalLoom.Sandbox.Expressions;

/// <summary>
/// An expression bound to real data: its statistics and learners are those of the real rows for good, so a row's value never depends on
/// the rows drawn with it. Made by <see cref="KnobExpression.Bind(CausalData, FitContext)"/> and <see cref="KnobExpression.Load"/>.
/// </summary>
public sealed class ExpressionKnob : IKnob
{
    private static readonly Table OneRow = new([new ContinuousColumn("x", [0])]);
    private readonly ExpressionSource _source;
    private readonly ExpressionProgram _program;
    private readonly IReadOnlyList<ExpressionColumn> _columns;
    private readonly double[] _constants;
    private readonly IReadOnlyList<KnobLearner> _learners;

    private ExpressionKnob(ExpressionSource source, ExpressionProgram program, IReadOnlyList<ExpressionColumn> columns, double[] constants,
        IReadOnlyList<KnobLearner> learners)
    {
        (_source, _program, _columns, _constants, _learners) = (source, program, columns, constants, learners);
        Columns = [.. columns.Select(column => column.Name)];
    }

    /// <summary>Which knob it is, as errors call it.</summary>
    public string Name => _source.Name;

    /// <inheritdoc />
    public string Text => _source.Text;

    /// <summary>The columns it names; a learner may use others besides.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Its value, where that is the same for whatever rows because it looks at none; null where it looks at them.</summary>
    internal double? Constant => _program.DependsOnRows ? null : _program.Evaluate(OneRow)[0];

    /// <inheritdoc />
    public double[] Values(Table covariates)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        return Values(covariates, "row");
    }

    /// <summary>All that <see cref="KnobExpression.Load"/> needs: the text, the frozen numbers and the fitted learners.</summary>
    public ModelState Save()
    {
        ModelState state = new(KnobExpression.Kind);
        state.Settings["name"] = Name.StartsWith('‹') ? "--" + Name.Trim('‹', '›') : Name;
        state.Settings["text"] = Text;
        state.Settings["columns"] = new JsonArray([.. _columns.Select(column => (JsonNode)column.ToJson())]);
        state.Settings["learners"] = new JsonArray([.. _learners.Select(learner => (JsonNode)learner.Key)]);
        state.Settings["numbers"] = _constants.Length;
        if (_constants.Length > 0)
        {
            state.Tensors["numbers"] = new Tensor(_constants, _constants.Length);
        }

        for (int k = 0; k < _learners.Count; k++)
        {
            state.Put($"learner{k}", _learners[k].Save());
        }

        return state;
    }

    /// <summary>Binds a parsed expression, and tries it on the real rows.</summary>
    internal static ExpressionKnob Bind(ExpressionSource source, ExpressionNode tree, KnobFits fits)
    {
        RealScope scope = new(source, fits);
        ExpressionProgram program = ExpressionBinder.Bind(source, tree, scope);
        ExpressionKnob knob = new(source, program, scope.Columns, [.. scope.Constants], scope.Learners);
        _ = knob.Values(fits.Real.Covariates, "real row");
        return knob;
    }

    /// <summary>An expression without columns, which needs no data.</summary>
    internal static ExpressionKnob OfNumber(ExpressionSource source)
    {
        SavedScope nothing = new([], [], [], Catalogues.Default);
        return new ExpressionKnob(source, ExpressionBinder.Bind(source, ExpressionParser.Parse(source), nothing), [], [], []);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    internal static ExpressionKnob Load(ModelState state, Catalogues catalogues)
    {
        ExpressionSource source = new(LayoutJson.String(state.Settings, "name"), LayoutJson.String(state.Settings, "text"));
        ExpressionColumn[] columns = [.. LayoutJson.Array(state.Settings, "columns").Select(ExpressionColumn.FromJson)];
        string[] keys = LayoutJson.Strings(state.Settings, "learners");
        KnobLearner[] learners = [.. keys.Select((key, k) => KnobLearner.Load(key, state.Get($"learner{k}"), catalogues))];
        int count = (int)Math.Clamp(LayoutJson.Number(state.Settings["numbers"], "numbers"), 0, KnobExpression.MaxLength);
        double[] constants = count == 0 ? [] : state.Doubles("numbers", count);
        SavedScope scope = new(columns, constants, learners, catalogues);
        ExpressionProgram program = ExpressionBinder.Bind(source, ExpressionParser.Parse(source), scope);
        return scope.IsSpent ? new ExpressionKnob(source, program, columns, constants, learners) : throw LayoutJson.Damaged("numbers");
    }

    private double[] Values(Table table, string rows)
    {
        double[] values = _program.Evaluate(table);
        int bad = Array.FindIndex(values, v => !double.IsFinite(v));
        return bad < 0 ? values : throw _program.Undefined(table, bad, rows, "a knob must be a finite number in every row");
    }
}
