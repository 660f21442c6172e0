using CausalLoom.Data;
using CausalLoom.Models;

namespace CausalLoom.Mechanisms;

/// <summary>A fitted treatment mechanism of K levels.</summary>
public interface IPropensityModel
{
    /// <summary>K.</summary>
    int Levels { get; }

    /// <summary>π_w(x) of each row and level, [K][n]; they sum to 1 over the levels of a row.</summary>
    double[][] Probabilities(Table covariates);

    /// <summary>All that is needed to load it again.</summary>
    ModelState Save();
}
