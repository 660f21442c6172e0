using CausalLoom.Data;
using CausalLoom.Models;

namespace CausalLoom.Mechanisms;

/// <summary>Fitted outcome means.</summary>
public interface IOutcomeModel
{
    /// <summary>μ_w(x) of each row for one arm.</summary>
    /// <param name="covariates">The rows.</param>
    /// <param name="arm">0 or 1.</param>
    double[] Mean(Table covariates, int arm);

    /// <summary>All that is needed to load it again.</summary>
    ModelState Save();
}
