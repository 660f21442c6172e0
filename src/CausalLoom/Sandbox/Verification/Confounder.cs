using CausalLoom.Data;
using CausalLoom.Evaluation.Covariates;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Sandbox.Verification;

/// <summary>Whether U is what it is said to be: all of the confounding that x leaves, and nothing that x tells of.</summary>
/// <param name="Count">Draws of each unit, [2 t + u][row].</param>
/// <param name="Outcome">Sums of Y(s) over them, [s][2 t + u][row].</param>
internal sealed record Confounder(double[][] Count, double[][][] Outcome)
{
    // Of both potential outcomes in either arm; a share of κ over thousands of units needs no more.
    private const int Draws = 24;

    /// <summary>
    /// The share of κ that is left between units of the same x and u: the slope of E[Y(s) | x, u, T = 1] − E[Y(s) | x, u, T = 0] on κ_s(x),
    /// weighted by how well each difference is known; (0, 0) where κ is 0.
    /// </summary>
    /// <param name="kappa">κ₀ and κ₁, [2][rows].</param>
    public (double Share, double Error) Unexplained(double[][] kappa)
    {
        int rows = kappa[0].Length;
        double[] top = new double[rows], bottom = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            for (int u = 0; u < 2; u++)
            {
                double control = Count[u][i], treated = Count[2 + u][i], weight = control + treated > 0
                    ? control * treated / (control + treated) : 0;
                for (int s = 0; s < 2 && weight > 0; s++)
                {
                    double left = (Outcome[s][2 + u][i] / treated) - (Outcome[s][u][i] / control), k = kappa[s][i];
                    top[i] += weight * k * left;
                    bottom[i] += weight * k * k;
                }
            }
        }

        double all = bottom.Sum(), share = all > 0 ? top.Sum() / all : 0;
        return (share, all > 0 ? Math.Sqrt(top.Zip(bottom, (t, b) => (t - (share * b)) * (t - (share * b))).Sum()) / all : 0);
    }

    /// <summary>The largest |correlation| of U with a covariate, less its standard errors, and which it is.</summary>
    public static (double Largest, string Name) Told(Table covariates, double[] u, double errors)
    {
        (double Largest, string Name) told = (0, string.Empty);
        foreach ((string name, double[] values) in covariates.Columns.SelectMany(CovariateNumbers.Of))
        {
            int[] present = [.. Enumerable.Range(0, u.Length).Where(i => !double.IsNaN(values[i]))];
            double[] x = Array.ConvertAll(present, i => values[i]), own = Array.ConvertAll(present, i => u[i]);
            double r = present.Length > 2 && x.Min() < x.Max() && own.Min() < own.Max()
                ? Math.Abs(Association.Pearson(x, own)) - (errors / Math.Sqrt(present.Length)) : 0;
            told = r > told.Largest ? (r, name) : told;
        }

        return told;
    }

    /// <summary>How U differs between the arms: as recorded, and as drawn for the same covariates and arms.</summary>
    /// <param name="u">The recorded U, [rows].</param>
    /// <param name="arms">The arms, [rows].</param>
    public (double Recorded, double Drawn, double Error) Tied(double[] u, int[] arms)
    {
        double[] recorded = new double[2], drawn = new double[2], number = new double[2];
        for (int i = 0; i < u.Length; i++)
        {
            int t = arms[i];
            number[t]++;
            recorded[t] += u[i];
            drawn[t] += Count[(2 * t) + 1][i] / Draws;
        }

        // U is a coin at worst, once as recorded and Draws times as drawn.
        double error = Math.Sqrt(0.25 * (1 + (1.0 / Draws)) * ((1 / number[0]) + (1 / number[1])));
        return ((recorded[1] / number[1]) - (recorded[0] / number[0]), (drawn[1] / number[1]) - (drawn[0] / number[0]), error);
    }

    /// <summary>Draws units as members of either arm.</summary>
    /// <param name="law">The law of their outcomes, which must have U.</param>
    /// <param name="rows">How many units.</param>
    /// <param name="stream">Where draws come from.</param>
    public static Confounder Draw(ISandboxLaw law, int rows, RandomStream stream)
    {
        Confounder sums = new([.. Empty(4, rows)], [[.. Empty(4, rows)], [.. Empty(4, rows)]]);
        int[][] arms = [new int[rows], [.. Enumerable.Repeat(1, rows)]];
        for (int k = 0; k < Draws; k++)
        {
            for (int t = 0; t < 2; t++)
            {
                SandboxOutcomes y = law.Draw(arms[t], stream.Child(k).Child(t));
                for (int i = 0; i < rows; i++)
                {
                    int cell = (2 * t) + y.U![i];
                    sums.Count[cell][i]++;
                    sums.Outcome[0][cell][i] += y.Y0[i];
                    sums.Outcome[1][cell][i] += y.Y1[i];
                }
            }
        }

        return sums;
    }

    private static IEnumerable<double[]> Empty(int count, int rows) => Enumerable.Range(0, count).Select(_ => new double[rows]);
}
