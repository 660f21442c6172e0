using CausalLoom.Mechanisms;

namespace CausalLoom.Evaluation.Treatment;

/// <summary>The Jensen–Shannon distance between the laws of a treatment, and the score built from it.</summary>
public static class JensenShannon
{
    /// <summary>d_JS(Bern(p), Bern(q)) = √(½·KL(p‖m) + ½·KL(q‖m)), m = (p + q)/2, logarithms to base 2; in [0, 1].</summary>
    public static double Distance(double p, double q)
    {
        double m = (p + q) / 2;
        double divergence = (Term(p, m) + Term(1 - p, 1 - m) + Term(q, m) + Term(1 - q, 1 - m)) / 2;
        return Math.Sqrt(Math.Max(0, divergence));
    }

    /// <summary>The same of two laws of K levels, in [0, 1] for every K.</summary>
    /// <param name="p">P(W = w | x) of each row, [K][n].</param>
    /// <param name="q">Another law, [K][n].</param>
    /// <param name="row">The row.</param>
    public static double Distance(double[][] p, double[][] q, int row)
    {
        ArgumentNullException.ThrowIfNull(p);
        ArgumentNullException.ThrowIfNull(q);
        if (p.Length == 2)
        {
            return Distance(p[1][row], q[1][row]);
        }

        double divergence = 0;
        for (int level = 0; level < p.Length; level++)
        {
            double m = (p[level][row] + q[level][row]) / 2;
            divergence += (Term(p[level][row], m) + Term(q[level][row], m)) / 2;
        }

        return Math.Sqrt(Math.Max(0, divergence));
    }

    /// <summary>1 − mean_i d_JS(p_i, q_i); 1 is best.</summary>
    /// <param name="p">P(W = w | x) of each row, [K][n].</param>
    /// <param name="q">Another law, [K][n].</param>
    public static double Score(double[][] p, double[][] q)
    {
        ArgumentNullException.ThrowIfNull(p);
        double sum = 0;
        for (int i = 0; i < p[0].Length; i++)
        {
            sum += Distance(p, q, i);
        }

        return 1 - (sum / p[0].Length);
    }

    /// <summary>The same of two arms, from the probabilities of the second.</summary>
    public static double Score(double[] p, double[] q) => Score(LevelPropensities.OfTwo(p), LevelPropensities.OfTwo(q));

    private static double Term(double a, double m) => a > 0 ? a * Math.Log2(a / m) : 0;
}
