using CausalLoom.Generators.Margins;

namespace CausalLoom.Generators.Copula;

/// <summary>
/// The scores g of a binned normal and their Hermite coefficients. With h_k the orthonormal Hermite polynomials and
/// a_k = E[g(Z) h_k(Z)], two columns whose normals have correlation ρ have Cov(g₁, g₂) = Σ_k a_k b_k ρ^k (Mehler), which
/// is solved for ρ: tetrachoric, polyserial and Pearson correlation are special cases, without breaking ties at random.
/// </summary>
internal sealed class HermiteScores
{
    private const int FewestRows = 5;

    private HermiteScores(double[] score, double[] coefficients)
    {
        Score = score;
        Coefficients = coefficients;
    }

    /// <summary>The score of every row, NaN where missing; it has mean 0.</summary>
    internal double[] Score { get; }

    /// <summary>a_1, a_2, ….</summary>
    internal double[] Coefficients { get; }

    /// <summary>Whether the column varies.</summary>
    internal bool Varies => Coefficients[0] > 1e-12;

    internal static HermiteScores Of(int[] bins, double[] cuts, int terms)
    {
        double[][] edges = [.. cuts.Select(cut => EdgeTerms(cut, terms))];
        double[] scores = new double[cuts.Length - 1], coefficients = new double[terms];
        for (int b = 0; b < scores.Length; b++)
        {
            double mass = Mass(cuts[b], cuts[b + 1]);
            if (mass <= 0)
            {
                continue;
            }

            scores[b] = (edges[b][0] - edges[b + 1][0]) / mass;
            for (int k = 0; k < terms; k++)
            {
                coefficients[k] += scores[b] * (edges[b][k] - edges[b + 1][k]);
            }
        }

        return new HermiteScores(Array.ConvertAll(bins, b => b < 0 ? double.NaN : scores[b]), coefficients);
    }

    /// <summary>
    /// The latent correlation at which two columns' scores covary as observed where both are present; 0 where hardly any are.
    /// </summary>
    internal static double Correlation(HermiteScores left, HermiteScores right, double largest)
    {
        if (!left.Varies || !right.Varies)
        {
            return 0;
        }

        double target = 0;
        int both = 0;
        for (int i = 0; i < left.Score.Length; i++)
        {
            double product = left.Score[i] * right.Score[i];
            if (!double.IsNaN(product))
            {
                target += product;
                both++;
            }
        }

        if (both < FewestRows)
        {
            return 0;
        }

        target /= both;
        double low = -largest, high = largest;
        for (int step = 0; step < 50; step++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = Covariance(left.Coefficients, right.Coefficients, middle) < target ? (middle, high) : (low, middle);
        }

        return 0.5 * (low + high);
    }

    internal static double Covariance(double[] a, double[] b, double rho)
    {
        double sum = 0;
        for (int k = a.Length - 1; k >= 0; k--)
        {
            sum = rho * (sum + (a[k] * b[k]));
        }

        return sum;
    }

    /// <summary>φ(c) h_{k−1}(c)/√k for k = 1 … terms: the antiderivative of −φ h_k at a cut.</summary>
    private static double[] EdgeTerms(double cut, int terms)
    {
        double[] edge = new double[terms];
        if (double.IsInfinity(cut))
        {
            return edge;
        }

        double density = NormalScores.Density(cut), before = 0, now = 1;
        for (int k = 1; k <= terms; k++)
        {
            edge[k - 1] = density * now / Math.Sqrt(k);
            // h_k = (c h_{k−1} − √(k−1) h_{k−2})/√k.
            (before, now) = (now, ((cut * now) - (Math.Sqrt(k - 1) * before)) / Math.Sqrt(k));
        }

        return edge;
    }

    private static double Mass(double low, double high) => low > 0
        ? NormalScores.Cdf(-low) - NormalScores.Cdf(-high)
        : NormalScores.Cdf(high) - NormalScores.Cdf(low);
}
