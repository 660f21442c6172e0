using CausalLoom.Data;
using CausalLoom.Synthesis;

namespace CausalLoom.Sandbox;

/// <summary>Units of a sandbox as an analyst sees them, and their truth.</summary>
public static class SandboxTable
{
    /// <summary>
    /// The rows with their truth: what any source knows, then `kappa0, kappa1, u, propensity_u` (docs/files.md); u is missing where there
    /// is none.
    /// </summary>
    /// <param name="units">The units.</param>
    /// <param name="space">The treatment's levels.</param>
    /// <param name="shape">What the outcome looks like.</param>
    /// <param name="order">The order of the columns.</param>
    public static SyntheticData Of(SandboxDraw units, TreatmentSpace space, OutcomeShape shape, IReadOnlyList<string> order)
    {
        ArgumentNullException.ThrowIfNull(units);
        ArgumentNullException.ThrowIfNull(shape);
        double[] observed = [.. units.Treatment.Select((t, i) => t == 1 ? units.Outcomes.Y1[i] : units.Outcomes.Y0[i])];
        Table table = units.Covariates.With(space.Column(units.Treatment), shape.Build(observed)).Select(order);
        double[] u = units.Outcomes.U is { } drawn ? Array.ConvertAll(drawn, v => (double)v)
            : [.. Enumerable.Repeat(double.NaN, units.Treatment.Length)];
        Truth truth = new(
            [units.Mu0, units.Mu1],
            [units.Outcomes.Y0, units.Outcomes.Y1],
            [Array.ConvertAll(units.Propensity, p => 1 - p), units.Propensity])
        {
            More =
            [
                new ContinuousColumn("kappa0", units.Kappa0),
                new ContinuousColumn("kappa1", units.Kappa1),
                new ContinuousColumn("u", u),
                new ContinuousColumn("propensity_u", units.PropensityU),
            ],
        };
        return new SyntheticData(table, truth);
    }
}
