using CausalLoom.Data;

namespace CausalLoom.Mechanisms;

/// <summary>From two arms to any number of levels.</summary>
internal static class LevelPropensities
{
    /// <summary>Two levels as they are; of more, each against the others.</summary>
    internal static IPropensityModel Fit(IBinaryPropensityLearner learner, CausalData data, FitContext context) => data.Levels == 2
        ? learner.Fit(data.Covariates, data.Treatment.Codes, data.Normalised, context)
        : new LevelPropensityModel(context.Child("level").Map(data.Levels, (level, c) =>
            learner.Fit(data.Covariates, Against(data, level), data.Normalised, c)), null);

    /// <summary>1 in rows of a level, 0 in all others.</summary>
    internal static int[] Against(CausalData data, int level) => Array.ConvertAll(data.Treatment.Codes, w => w == level ? 1 : 0);

    /// <summary>The probabilities of both arms, [2][n], from that of arm 1.</summary>
    internal static double[][] OfTwo(double[] propensity) => [Array.ConvertAll(propensity, p => 1 - p), propensity];

    /// <summary>Each row's figures divided by their sum, in place, [K][n].</summary>
    internal static double[][] Normalised(double[][] shares)
    {
        for (int i = 0; i < shares[0].Length; i++)
        {
            double sum = shares.Sum(level => level[i]);
            foreach (double[] level in shares)
            {
                level[i] = sum > 0 ? level[i] / sum : 1.0 / shares.Length;
            }
        }

        return shares;
    }
}
