using CausalLoom.Catalogue;
using CausalLoom.Expressions;

namespace CausalLoom.Sandbox.Expressions;

/// <summary>What a knob finds besides columns and statistics: learners.</summary>
internal interface IKnobScope : IExpressionScope
{
    /// <summary>Where learners are looked up.</summary>
    Catalogues Catalogues { get; }

    /// <inheritdoc />
    IReadOnlyList<string> IExpressionScope.Functions => KnobCalls.Names;

    /// <inheritdoc />
    bool IExpressionScope.Emit(CallNode call, ExpressionSource source, ExpressionBinder binder) =>
        new KnobCalls(source, this, binder).Emit(call);

    /// <summary>A learner fitted to the real data.</summary>
    /// <param name="part">Where it is asked for.</param>
    /// <param name="function">"fit" or "propensity".</param>
    /// <param name="learner">The learner's name in its catalogue.</param>
    KnobLearner Learner(CallNode part, string function, string learner);
}
