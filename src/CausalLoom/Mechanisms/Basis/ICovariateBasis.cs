using CausalLoom.Models;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Mechanisms.Basis;

/// <summary>Functions of encoded covariates that stand beside the covariates themselves in a penalised regression.</summary>
internal interface ICovariateBasis
{
    /// <summary>The number of functions.</summary>
    int Width { get; }

    /// <summary>The functions' values, [n, <see cref="Width"/>], on a scale on which one ridge penalty suits all.</summary>
    /// <param name="z">Encoded covariates, [n, d].</param>
    Matrix Expand(Matrix z);

    /// <summary>All that <see cref="BasisStates.Load"/> needs.</summary>
    ModelState Save();
}
