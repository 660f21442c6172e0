using CausalLoom.Numerics.Random;

namespace CausalLoom.Sandbox;

/// <summary>The law of (U, Y(0), Y(1)) of given rows.</summary>
public interface ISandboxLaw
{
    /// <summary>Draws them for rows that took these arms.</summary>
    /// <param name="arms">The arm of each row, 0 or 1.</param>
    /// <param name="stream">Where randomness comes from.</param>
    SandboxOutcomes Draw(int[] arms, RandomStream stream);
}
