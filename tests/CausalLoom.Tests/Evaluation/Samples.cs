using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Simulators;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Evaluation;

/// <summary>Rows with treatment and outcome for the tests of this room.</summary>
internal static class Samples
{
    /// <summary>A simulator's rows, split by role.</summary>
    public static CausalData Draw(ISimulator simulator, int rows, long seed)
    {
        Table table = simulator.Draw(rows, RandomStream.Of(seed)).Table;
        return Split(table, simulator.Treatment, simulator.Outcome);
    }

    /// <summary>A table split by role; its treatment is a two-level column.</summary>
    public static CausalData Split(Table table, string treatment, string outcome)
    {
        BinaryColumn w = (BinaryColumn)table[treatment];
        Column y = table[outcome];
        double[] values = y is BinaryColumn binary ? Array.ConvertAll(binary.Codes, c => (double)c) : y.ToNumbers();
        return new CausalData(table.Without(treatment, outcome), new TreatmentSpace(treatment, w.Levels), w.Codes, y, values);
    }

    /// <summary>Arms 0 and 1.</summary>
    public static Arms Arms(int[] codes) => new(new TreatmentSpace("w", ["0", "1"]), codes);
}
