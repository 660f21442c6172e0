using System.Text.Json.Nodes;

namespace CausalLoom.Sandbox.Verification;

/// <summary>Boosted classifier two-sample scores, 1 − 2·|AUC − ½| (1 is best).</summary>
/// <param name="Covariates">Of the covariates.</param>
/// <param name="All">Of all columns.</param>
/// <param name="Implied">Of all columns, real covariates under the request in place of generated rows: the most that all columns can reach.</param>
/// <param name="Passed">Whether the covariates reach their margin and all columns come near enough to the third.</param>
public sealed record FidelityCheck(double Covariates, double All, double Implied, bool Passed)
{
    internal static FidelityCheck Of(double covariates, double all, double implied, VerificationOptions options) =>
        new(covariates, all, implied, covariates >= options.Covariates && all >= implied - options.AllColumns);

    /// <summary>As JSON.</summary>
    public JsonObject ToJson() => new() { ["c2st_covariates"] = Covariates, ["c2st_all"] = All, ["c2st_implied"] = Implied, ["passed"] = Passed };
}
