using CausalLoom.Data;
using CausalLoom.Models;

namespace CausalLoom.Mechanisms;

/// <summary>A fitted treatment mechanism.</summary>
public interface IPropensityModel
{
    /// <summary>π(x) of each row, in (0, 1) unless the learner says otherwise.</summary>
    double[] Predict(Table covariates);

    /// <summary>All that is needed to load it again.</summary>
    ModelState Save();
}
