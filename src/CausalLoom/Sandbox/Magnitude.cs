using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Mechanisms;

namespace CausalLoom.Sandbox;

/// <summary>
/// Numbers so large that their squares and sums are no numbers any more are refused before anything is worked out from them.
/// </summary>
internal static class Magnitude
{
    /// <summary>The largest number, either sign.</summary>
    public const double Largest = 1e100;

    /// <summary>What the sandbox is called where more than two arms are refused.</summary>
    public const string Sandbox = "The sandbox";

    /// <summary>Refuses outcomes beyond it.</summary>
    /// <exception cref="CausalLoomException">There is one.</exception>
    public static void Check(CausalData data)
    {
        int bad = Array.FindIndex(data.Outcome.Values, y => Math.Abs(y) > Largest);
        if (bad >= 0)
        {
            throw new CausalLoomException(string.Create(
                CultureInfo.InvariantCulture,
                $"The outcome '{data.OutcomeColumn.Name}' is {data.Outcome[bad]:G6} in row {bad + 1}: numbers beyond {Largest:G1} cannot "
                    + $"be reckoned with. Put it in larger units."));
        }
    }
}
