using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Synthesis;

/// <summary>
/// Covariates given some of them and, in some rows, the treatment: P(X | X_known, W = w) is proportional to P(X | X_known)·P(W = w | X),
/// so a draw of the generator is accepted with the probability that the propensity gives the known arm. Exact, and without a fit.
/// </summary>
internal static class GivenCovariates
{
    private const int MostRounds = 500;

    /// <summary>Covariates and the probability of each level, [K][n], of every row.</summary>
    internal static (Table Covariates, double[][] Propensity) Draw(IConditionalModel generator, IPropensityModel propensity,
        GivenRows given, RandomStream stream)
    {
        Table drawn = GivenRows.Sample(generator, given.Covariates, given.Arms.Length, stream.Child("covariates"));
        double[][] p = propensity.Probabilities(drawn);
        int[] rows = [.. Enumerable.Range(0, given.Arms.Length)];
        RandomStream acceptance = stream.Child("acceptance");
        int[] pending = [.. rows.Where(i => given.Arms[i] >= 0 && !given.IsComplete(i) && !Accepted(p[given.Arms[i]][i], acceptance))];
        for (int round = 1; pending.Length > 0; round++)
        {
            if (round > MostRounds)
            {
                throw new CausalLoomException($"Row {pending[0] + 1}: the given treatment is so unlikely for the given covariates that "
                    + $"{MostRounds} draws did not meet it. Leave the treatment out of that row.");
            }

            Table again = GivenRows.Sample(generator, given.Covariates.Take(pending), pending.Length,
                stream.Child("covariates").Child(round));
            double[][] q = propensity.Probabilities(again);
            int below = drawn.Rows;
            drawn = RowStack.Of(drawn, again);
            List<int> left = [];
            for (int k = 0; k < pending.Length; k++)
            {
                rows[pending[k]] = below + k;
                for (int level = 0; level < q.Length; level++)
                {
                    p[level][pending[k]] = q[level][k];
                }

                if (!Accepted(q[given.Arms[pending[k]]][k], acceptance))
                {
                    left.Add(pending[k]);
                }
            }

            pending = [.. left];
            drawn = drawn.Take(rows);
            rows = [.. Enumerable.Range(0, given.Arms.Length)];
        }

        return (drawn, p);
    }

    private static bool Accepted(double probability, RandomStream stream) => stream.NextDouble() < probability;
}
