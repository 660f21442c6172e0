using CausalLoom.Data;

namespace CausalLoom.Mechanisms;

/// <summary>A fitted treatment mechanism of two arms.</summary>
public interface IBinaryPropensityModel : IPropensityModel
{
    /// <summary>π(x) = P(W = 1 | x) of each row, in (0, 1) unless the learner says otherwise.</summary>
    double[] Predict(Table covariates);

    int IPropensityModel.Levels => 2;

    double[][] IPropensityModel.Probabilities(Table covariates) => LevelPropensities.OfTwo(Predict(covariates));
}
