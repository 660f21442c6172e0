namespace CausalLoom.Sandbox.Penalty;

/// <summary>One compromise between fidelity and control; less is better in both.</summary>
/// <param name="Weight">The penalty's weight λ.</param>
/// <param name="Fidelity">The loss of held-out rows without penalties.</param>
/// <param name="Control">The root mean square of what τ and κ are off, in units of the outcome; for overlap, of the log odds of
/// treatment.</param>
public readonly record struct ParetoPoint(double Weight, double Fidelity, double Control)
{
    /// <summary>Whether this is no worse than another in both and better in one.</summary>
    public bool Dominates(ParetoPoint other) =>
        Fidelity <= other.Fidelity && Control <= other.Control && (Fidelity < other.Fidelity || Control < other.Control);
}
