using CausalLoom.Data;
using CausalLoom.Numerics.Random;
using CausalLoom.Synthesis;

namespace CausalLoom.Tests.Synthesis;

/// <summary>Holds the means that a mechanism reports against what it draws.</summary>
internal static class DrawnMeans
{
    /// <summary>
    /// Σ ((mean of the draws of Y(0) − μ₀)/its standard error)² over the rows: about as many as there are rows where μ₀ is right.
    /// </summary>
    public static double Statistic(OutcomeMechanism outcome, Table x, double[] mu, int draws)
    {
        double[] sum = new double[x.Rows], squares = new double[x.Rows];
        for (int k = 0; k < draws; k++)
        {
            double[] y = outcome.Draw(x, 2, RandomStream.Of(1000 + k)).Y[0];
            for (int i = 0; i < x.Rows; i++)
            {
                (sum[i], squares[i]) = (sum[i] + y[i], squares[i] + (y[i] * y[i]));
            }
        }

        double statistic = 0;
        for (int i = 0; i < x.Rows; i++)
        {
            double mean = sum[i] / draws, variance = (squares[i] / draws) - (mean * mean);
            statistic += (mean - mu[i]) * (mean - mu[i]) / (variance / draws);
        }

        return statistic;
    }
}
