namespace CausalLoom.Mechanisms.Basis;

/// <summary>What stands beside the covariates in a penalised regression.</summary>
public enum BasisKind
{
    /// <summary>`spline`: a natural cubic spline of each numeric covariate; the model is additive.</summary>
    Spline,

    /// <summary>`interactions`: products of any two covariates and squares of numeric ones.</summary>
    Interactions,
}
