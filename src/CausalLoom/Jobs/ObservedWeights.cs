using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Numerics.Linear;
using CausalLoom.Numerics.Solvers;

namespace CausalLoom.Jobs;

/// <summary>
/// Weights for rows whose outcome was observed: one over the probability of that given covariates and treatment, by logistic regression,
/// times the share observed (Seaman and White 2013). Right where, given these, missingness has nothing to do with the outcome.
/// </summary>
internal static class ObservedWeights
{
    // No row stands for more than so many.
    private const double Least = 0.02;

    /// <summary>The weights of the observed rows, in order; null where no outcome is missing.</summary>
    /// <param name="loaded">Data that were read with rows without outcome weighted for.</param>
    /// <param name="warning">What rests on it, in a sentence.</param>
    public static double[]? Of(LoadedData loaded, out string warning)
    {
        warning = string.Empty;
        if (loaded.WithUnobserved is not (var table, var observed))
        {
            return null;
        }

        IEnumerable<string> names = loaded.Data.Covariates.Columns.Select(column => column.Name).Append(loaded.Data.TreatmentSpace.Name);
        (_, Matrix z) = FeatureEncoder.FitEncode(table.Select(names));
        double[] seen = Array.ConvertAll(observed, o => o ? 1.0 : 0.0);
        double[] probability = LogisticRegression.Fit(z, seen).Predict(z);
        double share = seen.Average();
        int clipped = probability.Where((p, i) => observed[i] && p < Least).Count();
        warning = string.Create(CultureInfo.InvariantCulture,
            $"{observed.Count(o => !o)} of {observed.Length} rows have no outcome, and the "
            + $"others are weighted by one over their probability of being observed ({probability.Min():0.00} to {probability.Max():0.00}, "
            + $"{clipped} clipped at {Least}): right where, given covariates and treatment, missingness does not depend on the outcome. "
            + $"Standard errors take the weights as known.");
        return [.. probability.Where((_, i) => observed[i]).Select(p => share / Math.Max(p, Least))];
    }
}
