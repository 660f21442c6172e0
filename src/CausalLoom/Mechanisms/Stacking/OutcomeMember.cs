using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Numerics.Trees;

namespace CausalLoom.Mechanisms.Stacking;

/// <summary>One fold's outcome models for one arm and their convex weights: μ(x) = Σ b_m μ_m(x).</summary>
internal sealed record OutcomeMember(bool Binary, LinearFit Linear, LinearFit Squares, BoostedTrees Trees, double[] Weights)
{
    internal double[] Predict(StackRows rows)
    {
        double[] a = Mean(Linear, rows.Linear, Binary), b = Mean(Squares, rows.Squares, Binary), c = Trees.Predict(rows.Trees);
        double[] mean = new double[a.Length];
        for (int i = 0; i < mean.Length; i++)
        {
            mean[i] = (Weights[0] * a[i]) + (Weights[1] * b[i]) + (Weights[2] * c[i]);
        }

        return mean;
    }

    /// <summary>The means of a linear model; through the logistic function where the outcome has two levels.</summary>
    internal static double[] Mean(LinearFit fit, RowView x, bool binary) =>
        binary ? Array.ConvertAll(fit.Predict(x), LogisticRegression.Sigmoid) : fit.Predict(x);
}
