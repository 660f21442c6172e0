using CausalLoom.Catalogue;

namespace CausalLoom.Sandbox.Expressions;

/// <summary>Where an expression finds what is not in its text: in real data when it is bound, in a saved model when it is loaded.</summary>
internal interface IKnobScope
{
    /// <summary>Where learners are looked up.</summary>
    Catalogues Catalogues { get; }

    /// <summary>The column of that name.</summary>
    /// <exception cref="CausalLoomException">There is none, or a knob may not see it.</exception>
    KnobColumn Column(KnobName name);

    /// <summary>Whether there is a covariate of that name.</summary>
    bool Has(string name);

    /// <summary>A number that real data decide once and for all, such as a mean.</summary>
    /// <param name="part">The part of the expression that it is the value of.</param>
    /// <param name="arguments">What it is computed of.</param>
    /// <param name="statistic">How, from the arguments' values at the real rows.</param>
    double Frozen(KnobCall part, KnobProgram[] arguments, Func<double[][], double> statistic);

    /// <summary>A learner fitted to the real data.</summary>
    /// <param name="part">Where it is asked for.</param>
    /// <param name="function">"fit" or "propensity".</param>
    /// <param name="learner">The learner's name in its catalogue.</param>
    KnobLearner Learner(KnobCall part, string function, string learner);
}
