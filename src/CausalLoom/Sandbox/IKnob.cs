using CausalLoom.Data;

namespace CausalLoom.Sandbox;

/// <summary>
/// A function of the covariates that a user asks for: an effect τ(x), a confounding bias κ(x), a log overlap ratio log α(x). It sees
/// covariates in their original units, never the treatment or the outcome.
/// </summary>
public interface IKnob
{
    /// <summary>How it was asked for, as results and saved models state it.</summary>
    string Text { get; }

    /// <summary>Its value for each row, [rows]; finite.</summary>
    /// <param name="covariates">The rows; columns are found by name.</param>
    /// <exception cref="CausalLoomException">A column is absent, or a value is not a finite number; the message names the row.</exception>
    double[] Values(Table covariates);
}
