using CausalLoom.Data;

namespace CausalLoom.Sandbox;

/// <summary>What the sandbox's messages share.</summary>
internal static class Magnitude
{
    /// <summary>The largest number of a knob, either sign: that of data.</summary>
    public const double Largest = Magnitudes.Largest;

    /// <summary>What the sandbox is called where more than two arms are refused.</summary>
    public const string Sandbox = "The sandbox";
}
