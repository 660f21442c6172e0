using System.Text.Json.Nodes;
using CausalLoom.Models;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox.Comparison;

/// <summary>
/// What is changed of a fitted plasmode before rows are drawn: knobs and the constants solved for, as data, so that it can be saved.
/// </summary>
internal interface ITuning
{
    /// <summary>The method's name, which is also the kind of its saved model.</summary>
    string Method { get; }

    /// <summary>Whether treatment and outcome are drawn anew; otherwise everything stays as the plasmode drew it.</summary>
    bool Changes { get; }

    /// <summary>P(T = 1 | x) from the fitted one.</summary>
    double[] Propensity(double[] fitted);

    /// <summary>E[Y(0) | x] and E[Y(1) | x] from the fitted ones.</summary>
    (double[] Mu0, double[] Mu1) Means(double[] mu0, double[] mu1, OutcomeShape shape);

    /// <summary>The knobs as results state them, by the names of the command line.</summary>
    JsonObject Knobs();

    /// <summary>Writes all that <see cref="TunedState"/> needs to read it again.</summary>
    void Write(ModelState state);
}
