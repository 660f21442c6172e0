using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;

namespace CausalLoom.Tests.Synthesis;

/// <summary>Simulated data for the tests of hybrid synthesis.</summary>
internal static class HybridData
{
    internal static CausalData Of(string simulator, int rows, long seed, params string[] settings)
    {
        ISimulator source = Named.Simulator(simulator, settings);
        return CausalData.From(source.Draw(rows, RandomStream.Of(seed)).Table, source.Treatment, source.Outcome);
    }

    internal static CausalData Of(string simulator, int rows, long seed) => simulator == "hybrid"
        ? Of(simulator, rows, seed, "overlap=poor")
        : Of(simulator, rows, seed, []);

    /// <summary>Without the columns that have missing cells: completing rows would fill those in.</summary>
    internal static CausalData Complete(CausalData data)
    {
        Table covariates = data.Covariates.Without([.. data.Covariates.Columns.Where(c => c.MissingCount > 0).Select(c => c.Name)]);
        BinaryColumn arms = new("arm", data.Treatment.Codes, ["0", "1"]);
        return CausalData.From(covariates.With(arms, data.OutcomeColumn), arms.Name, data.OutcomeColumn.Name);
    }
}
