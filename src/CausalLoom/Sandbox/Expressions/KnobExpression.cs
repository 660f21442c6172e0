using System.Globalization;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Expressions;
using CausalLoom.Io;
using CausalLoom.Models;

namespace CausalLoom.Sandbox.Expressions;

/// <summary>
/// A knob as text in R's language (docs/sandbox-knobs.md): columns by name, numbers, operators and a list of functions, in
/// original units. Parsed first, which needs no data; then bound to real data, which gives the knob.
/// </summary>
public sealed class KnobExpression
{
    /// <summary>The most characters an expression may have.</summary>
    public const int MaxLength = ExpressionParser.MaxLength;

    internal const string Kind = "knob";
    private readonly ExpressionSource _source;
    private readonly ExpressionNode _tree;

    private KnobExpression(ExpressionSource source, ExpressionNode tree) => (_source, _tree) = (source, tree);

    /// <summary>Parses an expression.</summary>
    /// <param name="text">The expression, such as <c>.1 + .05 * tanh(scale(age))</c>.</param>
    /// <param name="name">Which knob it is, as its owner calls it, such as "--tau": errors begin with it.</param>
    /// <exception cref="CausalLoomException">
    /// It is none; the message quotes it and says at which character. <see cref="ExpressionProblem.Of"/> gives the place to programs.
    /// </exception>
    public static KnobExpression Parse(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(name);
        ExpressionSource source = new(name, text);
        return new KnobExpression(source, ExpressionParser.Parse(source));
    }

    /// <summary>
    /// Refuses a function that there is not, as <see cref="Bind(CausalData, FitContext)"/> does, where there are no data yet.
    /// </summary>
    /// <exception cref="CausalLoomException">It calls one; the message says at which character.</exception>
    public KnobExpression Checked()
    {
        ExpressionFunctions.Check(_source, _tree, KnobCalls.Names);
        return this;
    }

    /// <summary>Binds it to real data: finds its columns, freezes its statistics, fits its learners, and tries it on every row.</summary>
    /// <param name="real">The real data.</param>
    /// <param name="context">Learners take the child stream "fit LEARNER" or "propensity LEARNER" of it.</param>
    /// <exception cref="CausalLoomException">It names no covariate, misuses one, or is not finite in some real row.</exception>
    public ExpressionKnob Bind(CausalData real, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(context);
        return Bind(new KnobFits(real, context, Catalogues.Default));
    }

    /// <summary>Saves any knob that can be: a bound expression or a constant.</summary>
    /// <param name="knob">The knob.</param>
    /// <param name="name">Which knob it is, such as "tau".</param>
    /// <exception cref="CausalLoomException">It is code.</exception>
    public static ModelState Save(IKnob knob, string name)
    {
        ArgumentNullException.ThrowIfNull(knob);
        return knob is ExpressionKnob expression
            ? expression.Save()
            : Knob.ConstantOf(knob) is double value && double.IsFinite(value)
            ? Number(value, name).Save()
            : throw new CausalLoomException($"The knob {name} = {CellText.Show(knob.Text)} is made of code, which cannot be saved. "
                + $"Write it as an expression.");
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <param name="state">What was written.</param>
    /// <param name="catalogues">Where its learners are looked up; null: this library's.</param>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static ExpressionKnob Load(ModelState state, Catalogues? catalogues = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Kind == Kind
            ? ExpressionKnob.Load(state, catalogues ?? Catalogues.Default)
            : throw new CausalLoomException($"The model file holds a '{state.Kind}' where a '{Kind}' belongs. Fit the model again.");
    }

    internal ExpressionKnob Bind(KnobFits fits) => ExpressionKnob.Bind(_source, _tree, fits);

    private static ExpressionKnob Number(double value, string name) =>
        ExpressionKnob.OfNumber(new ExpressionSource(name, value.ToString("R", CultureInfo.InvariantCulture)));
}
