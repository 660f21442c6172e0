namespace CausalLoom.Evaluation.Treatment;

/// <summary>The Jensen–Shannon distance between Bernoulli laws, and the score built from it.</summary>
public static class JensenShannon
{
    /// <summary>d_JS(Bern(p), Bern(q)) = √(½·KL(p‖m) + ½·KL(q‖m)), m = (p + q)/2, logarithms to base 2; in [0, 1].</summary>
    public static double Distance(double p, double q)
    {
        double m = (p + q) / 2;
        double divergence = (Term(p, m) + Term(1 - p, 1 - m) + Term(q, m) + Term(1 - q, 1 - m)) / 2;
        return Math.Sqrt(Math.Max(0, divergence));
    }

    /// <summary>1 − mean_i d_JS(Bern(p_i), Bern(q_i)); 1 is best.</summary>
    public static double Score(ReadOnlySpan<double> p, ReadOnlySpan<double> q)
    {
        double sum = 0;
        for (int i = 0; i < p.Length; i++)
        {
            sum += Distance(p[i], q[i]);
        }

        return 1 - (sum / p.Length);
    }

    private static double Term(double a, double m) => a > 0 ? a * Math.Log2(a / m) : 0;
}
