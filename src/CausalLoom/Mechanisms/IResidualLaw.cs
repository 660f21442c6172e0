using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Mechanisms;

/// <summary>How outcomes spread about their means μ_w(x).</summary>
public interface IResidualLaw
{
    /// <summary>Draws outcomes, in the outcome's own units, decimals and range.</summary>
    /// <param name="covariates">The rows.</param>
    /// <param name="arms">The arm of each row, 0 or 1.</param>
    /// <param name="means">μ of each row under that arm.</param>
    /// <param name="stream">Where randomness comes from; give each potential outcome its own.</param>
    double[] Draw(Table covariates, int[] arms, double[] means, RandomStream stream);

    /// <summary>All that is needed to load it again.</summary>
    ModelState Save();
}
