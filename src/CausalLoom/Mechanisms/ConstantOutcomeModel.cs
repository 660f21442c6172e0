using CausalLoom.Data;
using CausalLoom.Models;

namespace CausalLoom.Mechanisms;

/// <summary>μ_w(x) is the same for every x.</summary>
/// <param name="Control">μ₀.</param>
/// <param name="Treated">μ₁.</param>
public sealed record ConstantOutcomeModel(double Control, double Treated) : IOutcomeModel
{
    internal const string Kind = "constant";

    /// <inheritdoc />
    public double[] Mean(Table covariates, int arm)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        double[] mean = new double[covariates.Rows];
        Array.Fill(mean, arm == 1 ? Treated : Control);
        return mean;
    }

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        StateReader.Put(state, "means", [Control, Treated]);
        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static ConstantOutcomeModel Load(ModelState state)
    {
        double[] means = StateReader.Expect(state, Kind).Doubles("means", 2);
        return Array.TrueForAll(means, double.IsFinite) ? new ConstantOutcomeModel(means[0], means[1]) : throw StateReader.Damaged("means");
    }
}
