using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Evaluation.Localisation;

/// <summary>
/// Whether any of many sums of products is too far from 0: max over columns of |Σ P| / √ΣP², against the same with random signs for the
/// rows
/// (the multiplier bootstrap of Chernozhukov, Chetverikov and Kato 2013, as Shah and Peters 2020 use it), so that correlated directions
/// cost
/// little.
/// </summary>
internal static class MaximumTest
{
    private const int MostDraws = 1000;
    private const int FewestDraws = 300;
    private const double Budget = 5e8;

    /// <summary>The p-value.</summary>
    /// <param name="products">Products, [row, direction]; mean 0 under the null.</param>
    /// <param name="context">Stream and threads.</param>
    public static double PValue(Matrix products, FitContext context)
    {
        double[] scale = new double[products.Columns];
        for (int i = 0; i < products.Rows; i++)
        {
            for (int j = 0; j < scale.Length; j++)
            {
                scale[j] += products[i, j] * products[i, j];
            }
        }

        scale = Array.ConvertAll(scale, Math.Sqrt);
        double[] ones = new double[products.Rows];
        Array.Fill(ones, 1);
        double observed = Largest(products, ones, scale);
        int draws = (int)Math.Clamp(Budget / ((double)products.Rows * products.Columns), FewestDraws, MostDraws);
        bool[] beaten = context.Map(draws, (_, child) => Largest(products, Signs(products.Rows, child.Stream), scale) >= observed);
        return (1.0 + beaten.Count(b => b)) / (draws + 1);
    }

    private static double Largest(Matrix products, double[] signs, double[] scale)
    {
        double[] sums = SymmetricMatrix.TransposeMultiply(products, signs);
        double largest = 0;
        for (int j = 0; j < sums.Length; j++)
        {
            largest = Math.Max(largest, scale[j] > 0 ? Math.Abs(sums[j]) / scale[j] : 0);
        }

        return largest;
    }

    private static double[] Signs(int rows, RandomStream stream)
    {
        double[] signs = new double[rows];
        uint bits = 0;
        for (int i = 0; i < rows; i++)
        {
            bits = i % 32 == 0 ? stream.NextUInt32() : bits >> 1;
            signs[i] = (bits & 1) == 1 ? 1 : -1;
        }

        return signs;
    }
}
