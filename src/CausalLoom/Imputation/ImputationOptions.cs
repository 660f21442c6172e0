namespace CausalLoom.Imputation;

/// <summary>How missing covariates are imputed.</summary>
public sealed record ImputationOptions
{
    /// <summary>The number of completed tables where none is named: with half of the information missing the standard error is within
    /// some 1 % of what endless tables would give (Rubin 1987, p. 114).</summary>
    public const int Usual = 20;

    /// <summary>M, how many completed tables are analysed, 2 to 1,000.</summary>
    public int Tables { get; init; } = Usual;

    /// <summary>What completes them.</summary>
    public IImputer Imputer { get; init; } = new ChainedEquations();

    /// <summary>Checks before any work is done.</summary>
    /// <exception cref="CausalLoomException">The number is out of range.</exception>
    public void Check()
    {
        if (Tables is < 2 or > 1000)
        {
            throw new CausalLoomException(FormattableString.Invariant($"‹impute {Tables}› is not between 2 and 1000: what completed ")
                + "tables differ by is the error of not knowing the cells, and one table does not show it.");
        }
    }
}
