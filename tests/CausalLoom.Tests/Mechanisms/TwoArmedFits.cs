using CausalLoom.Data;
using CausalLoom.Mechanisms;

namespace CausalLoom.Tests;

/// <summary>Learners and models of two arms as most tests use them.</summary>
internal static class TwoArmedFits
{
    /// <summary>Fits a learner of two arms without weights.</summary>
    public static IBinaryPropensityModel Fit(this IPropensityLearner learner, Table covariates, int[] treatment, FitContext context) =>
        ((IBinaryPropensityLearner)learner).Fit(covariates, treatment, null, context);

    /// <summary>P(W = 1 | x) of each row.</summary>
    public static double[] Predict(this IPropensityModel model, Table covariates) => model.Probabilities(covariates)[1];
}
