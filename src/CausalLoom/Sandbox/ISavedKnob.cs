using CausalLoom.Models;

namespace CausalLoom.Sandbox;

/// <summary>A knob that can be part of a saved model: a number or an expression, but not code.</summary>
public interface ISavedKnob : IKnob
{
    /// <summary>All that <see cref="KnobState"/> needs to load it again.</summary>
    ModelState Save();
}
