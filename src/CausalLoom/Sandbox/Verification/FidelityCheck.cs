using System.Text.Json.Nodes;

namespace CausalLoom.Sandbox.Verification;

/// <summary>Boosted classifier two-sample scores, 1 − 2·|AUC − ½| (1 is best), and the dependence of covariates on each other.</summary>
/// <param name="Covariates">Of the covariates.</param>
/// <param name="All">Of all columns.</param>
/// <param name="Implied">Of all columns, real covariates under the request in place of generated rows: the most that all columns can
/// reach.</param>
/// <param name="Dependence">Correlations between covariates off the real ones.</param>
/// <param name="Passed">Whether the covariates reach their margin, all columns come near enough to the third, and no pair is off by more
/// than its margin.</param>
public sealed record FidelityCheck(double Covariates, double All, double Implied, CovariateDependence Dependence, bool Passed)
{
    /// <summary>
    /// The AUC behind the first: below ½ where rows are nearer to the real ones than fresh rows would be, which the score takes off as
    /// well.
    /// </summary>
    public double CovariatesArea { get; init; } = double.NaN;

    /// <summary>The AUC behind the second, its mean over halves of the real rows.</summary>
    public double AllArea { get; init; } = double.NaN;

    /// <summary>The AUC behind the third, likewise.</summary>
    public double ImpliedArea { get; init; } = double.NaN;

    internal static FidelityCheck Of(double covariates, double all, double implied, CovariateDependence dependence,
        VerificationOptions options) =>
        new(covariates, all, implied, dependence, covariates >= options.Covariates && all >= implied - options.AllColumns
            && dependence.Largest <= options.Dependence);

    /// <summary>As JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["c2st_covariates"] = Covariates,
        ["c2st_all"] = All,
        ["c2st_implied"] = Implied,
        ["auc_covariates"] = JsonNumber.Of(CovariatesArea),
        ["auc_all"] = JsonNumber.Of(AllArea),
        ["auc_implied"] = JsonNumber.Of(ImpliedArea),
        ["dependence_off"] = Dependence.Largest,
        ["dependence_pair"] = Dependence.Pair,
        ["passed"] = Passed,
    };
}
