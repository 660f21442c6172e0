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

    /// <summary>The average treatment effect E[Y(1) − Y(0)] of the process, exact or with the error its documentation states.</summary>
    double AverageEffect { get; }
}
