using CausalLoom.Data;

namespace CausalLoom.Synthesis;

/// <summary>A treatment column from arms, in the data's own coding.</summary>
internal static class ArmColumn
{
    /// <summary>Arms (0, 1, …) as a column whose codes are the arms.</summary>
    public static Column Build(TreatmentSpace space, int[] arms) => space.IsBinary
        ? new BinaryColumn(space.Name, arms, [.. space.Levels])
        : new CategoricalColumn(space.Name, arms, [.. space.Levels]);

    /// <summary>
    /// The arms of a generated treatment column, repaired so that no arm has fewer than two rows. A joint model has no
    /// propensity to go by, so rows are taken in random order (the STEAM code moves two random rows).
    /// </summary>
    public static int[] Repaired(Table table, string treatment, Numerics.Random.RandomStream stream)
    {
        int[] arms = [.. ((DiscreteColumn)table[treatment]).Codes];
        double[] order = new double[arms.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = stream.NextDouble();
        }

        ArmRepair.Apply(arms, order);
        return arms;
    }
}
