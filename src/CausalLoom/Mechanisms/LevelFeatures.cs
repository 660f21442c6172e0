using CausalLoom.Numerics.Linear;

namespace CausalLoom.Mechanisms;

/// <summary>[x, w]: features with an indicator of each level but the reference as last columns; with two arms that is w itself.</summary>
internal static class LevelFeatures
{
    /// <summary>Each row with its own level.</summary>
    internal static Matrix Beside(Matrix x, int[] levels, int count)
    {
        Matrix indicators = new(x.Rows, count - 1);
        for (int i = 0; i < x.Rows; i++)
        {
            if (levels[i] > 0)
            {
                indicators[i, levels[i] - 1] = 1;
            }
        }

        return x.Append(indicators);
    }

    /// <summary>All rows with one level.</summary>
    internal static Matrix Beside(Matrix x, int level, int count)
    {
        int[] levels = new int[x.Rows];
        Array.Fill(levels, level);
        return Beside(x, levels, count);
    }
}
