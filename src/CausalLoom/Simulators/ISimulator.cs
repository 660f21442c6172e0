using CausalLoom.Synthesis;

namespace CausalLoom.Simulators;

/// <summary>A data-generating process whose truth is known in closed form.</summary>
public interface ISimulator : ICausalSource
{
    /// <summary>The name on the command line.</summary>
    string Name { get; }

    /// <summary>The treatment column it writes.</summary>
    string Treatment { get; }

    /// <summary>The outcome column it writes.</summary>
    string Outcome { get; }

    /// <summary>The treatment's levels, the reference first.</summary>
    IReadOnlyList<string> Levels => ["0", "1"];

    /// <summary>The average treatment effect E[Y(1) − Y(0)] of the process, exact or with the error its documentation states.</summary>
    double AverageEffect { get; }

    /// <summary>E[Y(w) − Y(0)] of each level w but the reference, [K − 1]; any other contrast is a difference of two of them.</summary>
    IReadOnlyList<double> AverageEffects => [AverageEffect];
}
