using CausalLoom.Data;
using CausalLoom.Models;

namespace CausalLoom.Mechanisms;

/// <summary>Fitted outcome means.</summary>
public interface IOutcomeModel
{
    /// <summary>μ_w(x) of each row for one treatment level.</summary>
    /// <param name="covariates">The rows.</param>
    /// <param name="level">w, 0 … K − 1.</param>
    double[] Mean(Table covariates, int level);

    /// <summary>All that is needed to load it again.</summary>
    ModelState Save();
}
