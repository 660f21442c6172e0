using CausalLoom.Data;

namespace CausalLoom.Mechanisms;

/// <summary>
/// A mechanism that is known: each row's propensity stands in a covariate column (`known:COL`). The column must be generated
/// with the other covariates.
/// </summary>
/// <param name="Column">The column's name.</param>
public sealed record KnownPropensity(string Column) : IPropensityLearner
{
    /// <inheritdoc />
    public string Name => "known:" + Column;

    /// <inheritdoc />
    /// <exception cref="CausalLoomException">The column is absent or is not of probabilities.</exception>
    public IPropensityModel Fit(Table covariates, int[] treatment, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(covariates);
        KnownPropensityModel model = new(Column);
        model.Check(covariates);
        return model;
    }
}
