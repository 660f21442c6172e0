using CausalLoom.Numerics.Linear;

namespace CausalLoom.Mechanisms.Networks;

/// <summary>[x, w]: features with the arm as a last column.</summary>
internal static class ArmColumn
{
    public static Matrix Beside(Matrix x, int[] arms)
    {
        double[] column = new double[arms.Length];
        for (int i = 0; i < arms.Length; i++)
        {
            column[i] = arms[i];
        }

        return x.Append(new Matrix(arms.Length, 1, column));
    }

    public static Matrix Beside(Matrix x, int arm)
    {
        double[] column = new double[x.Rows];
        Array.Fill(column, arm);
        return x.Append(new Matrix(x.Rows, 1, column));
    }
}
