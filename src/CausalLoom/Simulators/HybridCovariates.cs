using CausalLoom.Numerics.Random;
using static System.Math;

namespace CausalLoom.Simulators;

/// <summary>Covariates of <see cref="HybridSimulator"/>, [column][row].</summary>
internal static class HybridCovariates
{
    public static double[][] Six(int rows, RandomStream stream)
    {
        RandomStream[] s = [.. Enumerable.Range(1, 6).Select(j => stream.Child("w").Child(j))];
        double[][] w = [.. Enumerable.Range(0, 6).Select(_ => new double[rows])];
        for (int i = 0; i < rows; i++)
        {
            w[0][i] = s[0].NextBernoulli(0.5) ? 1 : 0;
            w[1][i] = s[1].NextBernoulli(0.5) ? 1 : 0;
            w[2][i] = s[2].NextBernoulli(0.3 + (0.175 * (w[0][i] + w[1][i]))) ? 1 : 0;
            w[3][i] = s[3].NextNormal();
            w[4][i] = s[4].NextNormal();
            w[5][i] = (0.5 * w[3][i]) + (0.5 * w[4][i]) + s[5].NextNormal();
        }

        return w;
    }

    /// <summary>
    /// Twenty covariates with latent Z1 … Z4 and errors with correlation .65^|i−j|. The papers' code has W16 … W20 as nuisances, linear
    /// plus a sine; theirs are not recorded, ours are W_j = .4 W_{j−1} + .3 sin W_{j−3} + E_j.
    /// </summary>
    public static double[][] Twenty(int rows, RandomStream stream)
    {
        RandomStream latents = stream.Child("z"), errors = stream.Child("e"), levels = stream.Child("w");
        double[][] w = [.. Enumerable.Range(0, 20).Select(_ => new double[rows])];
        double[] v = new double[21], e = new double[21], z = new double[5];
        RandomStream[] latent = [.. Enumerable.Range(0, 5).Select(j => latents.Child(j))], error =
            [.. Enumerable.Range(0, 21).Select(j => errors.Child(j))], level = [.. Enumerable.Range(0, 4).Select(j => levels.Child(j))];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 1; j <= 4; j++)
            {
                z[j] = latent[j].NextNormal();
            }

            // An autoregression of order one has exactly the correlations .65^|i−j|.
            e[4] = error[4].NextNormal();
            for (int j = 5; j <= 20; j++)
            {
                e[j] = (0.65 * e[j - 1]) + (Sqrt(1 - (0.65 * 0.65)) * error[j].NextNormal());
            }

            Levels(v, z, level);
            Numbers(v, z, e);
            for (int j = 1; j <= 20; j++)
            {
                w[j - 1][i] = v[j];
            }
        }

        return w;
    }

    private static void Levels(double[] w, double[] z, RandomStream[] s)
    {
        w[1] = s[1].NextBernoulli(Draws.Logistic((0.4 * z[1]) - (0.3 * z[2]) + (0.2 * z[1] * z[2]))) ? 1 : 0;
        w[2] = s[2].NextBernoulli(Draws.Logistic(-0.2 + (0.5 * z[2]) + (0.4 * z[3]) - (0.3 * z[1]))) ? 1 : 0;
        w[3] = s[3].NextBernoulli(Draws.Logistic(-0.4 + (0.8 * w[1]) - (0.6 * w[2]) + (0.5 * z[1]) + (0.4 * Sin(z[3])))) ? 1 : 0;
    }

    private static void Numbers(double[] w, double[] z, double[] e)
    {
        w[4] = (0.8 * z[1]) + (0.4 * z[2]) + (0.6 * w[1]) - (0.4 * w[2]) + e[4];
        w[5] = (-0.5 * z[1]) + (0.9 * z[3]) + (0.5 * w[2]) + (0.3 * w[3]) + e[5];
        w[6] = (0.5 * w[4]) + (0.4 * w[5]) + (0.6 * z[2]) - (0.3 * z[4]) + e[6];
        w[7] = (0.6 * w[4]) - (0.4 * w[5]) + (0.5 * Sin(w[6])) + (0.4 * z[1] * z[3]) + e[7];
        w[8] = (0.5 * w[6]) + (0.5 * w[7]) + (0.4 * Tanh(w[4])) - (0.3 * w[1]) + e[8];
        w[9] = (-0.4 * w[4]) + (0.6 * w[8]) + (0.5 * Sin(w[5] * w[7])) + (0.3 * z[2]) + e[9];
        w[10] = (0.5 * w[7]) - (0.5 * w[9]) + (0.4 * w[3]) + (0.4 * Cos(w[6])) + e[10];
        w[11] = (0.4 * w[8]) + (0.4 * w[10]) + (0.5 * Tanh(w[4] * w[5])) - (0.3 * z[3]) + e[11];
        w[12] = (0.5 * w[9]) - (0.4 * w[11]) + (0.5 * Sin(w[7])) + (0.4 * w[1] * w[2]) + e[12];
        w[13] = (0.5 * w[10]) + (0.4 * w[12]) - (0.4 * Abs(w[5])) + (0.3 * z[4]) + e[13];
        w[14] = (0.4 * w[11]) - (0.5 * w[13]) + (0.4 * Sin(w[8] * w[9])) + (0.3 * w[3]) + e[14];
        w[15] = (0.5 * w[12]) + (0.5 * w[14]) + (0.4 * Tanh(w[10])) - (0.3 * z[1]) + e[15];
        for (int j = 16; j <= 20; j++)
        {
            w[j] = (0.4 * w[j - 1]) + (0.3 * Sin(w[j - 3])) + e[j];
        }
    }
}
