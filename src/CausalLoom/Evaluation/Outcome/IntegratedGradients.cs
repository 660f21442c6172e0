using CausalLoom.Estimation.Conditional;
using CausalLoom.Numerics.Linear;
using MathNet.Numerics.Integration;

namespace CausalLoom.Evaluation.Outcome;

/// <summary>
/// Integrated gradients of a T-learner's effect (Sundararajan et al. 2017): x_j·∫₀¹ ∂τ̂/∂x_j(αx) dα, baseline zero, by
/// Gauss–Legendre with 50 points (docs/methods/outcome-metrics.md). They sum to τ̂(x) − τ̂(0).
/// </summary>
internal static class IntegratedGradients
{
    private const int Points = 50;

    /// <summary>The attributions of each feature, summed over rows.</summary>
    public static double[] Sum(TLearnerEffect effect, Matrix x)
    {
        GaussLegendreRule rule = new(0, 1, Points);
        double[] total = new double[x.Columns];
        Matrix point = new(x.Rows, x.Columns);
        for (int k = 0; k < Points; k++)
        {
            for (int i = 0; i < point.Data.Length; i++)
            {
                point.Data[i] = rule.Abscissas[k] * x.Data[i];
            }

            Matrix gradient = effect.InputGradient(point);
            for (int i = 0; i < point.Data.Length; i++)
            {
                total[i % x.Columns] += rule.Weights[k] * gradient.Data[i] * x.Data[i];
            }
        }

        return total;
    }

    /// <summary>Cosine of the angle between two vectors; 1 where both are zero, 0 where one is.</summary>
    public static double Cosine(double[] a, double[] b)
    {
        double dot = 0, aa = 0, bb = 0;
        for (int j = 0; j < a.Length; j++)
        {
            dot += a[j] * b[j];
            aa += a[j] * a[j];
            bb += b[j] * b[j];
        }

        return aa == 0 && bb == 0 ? 1 : aa == 0 || bb == 0 ? 0 : dot / Math.Sqrt(aa * bb);
    }
}
