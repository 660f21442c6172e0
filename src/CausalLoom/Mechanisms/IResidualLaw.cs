using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Mechanisms;

/// <summary>How outcomes spread about their means μ_w(x).</summary>
public interface IResidualLaw
{
    /// <summary>Draws outcomes within the outcome's range; putting them on its grid of decimals or whole numbers is the caller's.</summary>
    /// <param name="covariates">The rows.</param>
    /// <param name="arms">The arm of each row, 0 or 1.</param>
    /// <param name="means">μ̂ of each row under that arm.</param>
    /// <param name="stream">Where randomness comes from; give each potential outcome its own.</param>
    double[] Draw(Table covariates, int[] arms, double[] means, RandomStream stream);

    /// <summary>The exact means of what <see cref="Draw"/> draws: μ̂, but for rows whose draws the range cuts off.</summary>
    /// <param name="covariates">The rows.</param>
    /// <param name="arms">The arm of each row, 0 or 1.</param>
    /// <param name="means">μ̂ of each row under that arm.</param>
    double[] Means(Table covariates, int[] arms, double[] means);

    /// <summary>All that is needed to load it again.</summary>
    ModelState Save();
}
