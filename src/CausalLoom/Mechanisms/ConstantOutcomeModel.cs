using CausalLoom.Data;
using CausalLoom.Models;

namespace CausalLoom.Mechanisms;

/// <summary>μ_w(x) is the same for every x.</summary>
/// <param name="Means">μ_w, [K].</param>
public sealed record ConstantOutcomeModel(IReadOnlyList<double> Means) : IOutcomeModel
{
    internal const string Kind = "constant";

    /// <inheritdoc />
    public double[] Mean(Table covariates, int level)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        double[] mean = new double[covariates.Rows];
        Array.Fill(mean, Means[level]);
        return mean;
    }

    /// <inheritdoc />
    public ModelState Save()
    {
        ModelState state = new(Kind);
        StateReader.Put(state, "means", [.. Means]);
        return state;
    }

    /// <summary>Loads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CausalLoomException">The state is damaged.</exception>
    public static ConstantOutcomeModel Load(ModelState state)
    {
        double[] means = StateReader.Vector(StateReader.Expect(state, Kind), "means");
        return means.Length >= 2 && Array.TrueForAll(means, double.IsFinite) ? new ConstantOutcomeModel(means)
            : throw StateReader.Damaged("means");
    }
}
