using System.Text.Json.Nodes;

namespace CausalLoom.Sandbox.Verification;

/// <summary>Whether treatment was assigned as asked.</summary>
/// <param name="Share">The share of treated, and that of the real data.</param>
/// <param name="RealShare">The real share of treated.</param>
/// <param name="Slope">The slope of a logistic regression of T on the requested log odds; NaN where these are constant.</param>
/// <param name="SlopeError">Its standard error.</param>
/// <param name="Intercept">Its intercept.</param>
/// <param name="ClassifierSlope">The slope of a cross-fitted boosted classifier's log odds on the requested ones.</param>
/// <param name="ClassifierSlopeLow">The lower end of its 95 % bootstrap interval.</param>
/// <param name="ClassifierSlopeHigh">The upper end.</param>
/// <param name="Area">The area under the classifier's curve.</param>
/// <param name="RequestedArea">That of the requested propensity.</param>
/// <param name="Normalisation">The mean of the normalised α over the treated, which is 1 where the request was met.</param>
/// <param name="NormalisationError">Its standard error.</param>
/// <param name="Bins">Realised against requested log odds.</param>
/// <param name="Passed">Whether all margins are kept.</param>
public sealed record OverlapCheck(
    double Share,
    double RealShare,
    double Slope,
    double SlopeError,
    double Intercept,
    double ClassifierSlope,
    double ClassifierSlopeLow,
    double ClassifierSlopeHigh,
    double Area,
    double RequestedArea,
    double Normalisation,
    double NormalisationError,
    IReadOnlyList<KnobBin> Bins,
    bool Passed)
{
    /// <summary>As JSON; what has no value is null.</summary>
    public JsonObject ToJson() => new()
    {
        ["treated_share"] = Share,
        ["treated_share_real"] = RealShare,
        ["slope"] = JsonNumber.Of(Slope),
        ["slope_se"] = JsonNumber.Of(SlopeError),
        ["intercept"] = JsonNumber.Of(Intercept),
        ["classifier_slope"] = JsonNumber.Of(ClassifierSlope),
        ["classifier_slope_ci"] = double.IsFinite(ClassifierSlope)
            ? new JsonArray(JsonNumber.Of(ClassifierSlopeLow), JsonNumber.Of(ClassifierSlopeHigh)) : null,
        ["classifier_auc"] = Area,
        ["requested_auc"] = RequestedArea,
        ["alpha_mean_treated"] = JsonNumber.Of(Normalisation),
        ["alpha_mean_treated_se"] = JsonNumber.Of(NormalisationError),
        ["bins"] = new JsonArray([.. Bins.Select(b => b.ToJson())]),
        ["passed"] = Passed,
    };
}
