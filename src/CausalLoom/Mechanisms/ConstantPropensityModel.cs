using CausalLoom.Data;
using CausalLoom.Models;

namespace CausalLoom.Mechanisms;

/// <summary>π(x) = p for every x.</summary>
/// <param name="Probability">p, from 0 to 1.</param>
public sealed record ConstantPropensityModel(double Probability) : IBinaryPropensityModel
{
    internal const string Kind = "constant";

    /// <inheritdoc />
    public double[] Predict(Table covariates)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        double[] p = new double[covariates.Rows];
        Array.Fill(p, Probability);
        return p;
    }

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        StateReader.Put(state, "probability", [Probability]);
        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static ConstantPropensityModel Load(ModelState state)
    {
        double p = StateReader.Expect(state, Kind).Doubles("probability", 1)[0];
        return p is >= 0 and <= 1 ? new ConstantPropensityModel(p) : throw StateReader.Damaged("probability");
    }
}
