using CausalLoom.Data;
using CausalLoom.Numerics.Linear;

namespace CausalLoom.Mechanisms;

/// <summary>
/// A regression whose parameters solve Σ s (y − m(a + xᵀβ)) (1, x) = λ (0, β), with m the identity or the logistic function: an equation
/// that says what its estimation costs whatever is computed from it (docs/methods/average-effects.md).
/// </summary>
internal interface IParametricModel
{
    /// <summary>λ, and whether it acts on coefficients of standardised features.</summary>
    (double L2, bool Standardised) Penalty { get; }

    /// <summary>x of some rows, [n, d].</summary>
    RowView Features(Table covariates);
}
