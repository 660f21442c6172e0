using System.Text.Json.Nodes;

namespace CausalLoom.Sandbox.Exact;

/// <summary>
/// What a request costs in fidelity, known before any training: G(x) = μ₁(x) − μ₀(x) − c(x), the gap between the real contrast of the arms
/// and the one the request implies (docs/methods/sandbox.md), over the real rows, with regressions that did not see the row.
/// </summary>
/// <param name="Mean">The mean of G.</param>
/// <param name="RootMeanSquare">The root mean square of G.</param>
/// <param name="OutcomeSd">The standard deviation of the real outcome, to hold it against.</param>
/// <param name="P05">The 5 % quantile of G.</param>
/// <param name="P95">The 95 % quantile of G.</param>
/// <param name="Infeasible">The share of rows in which no probabilities, or no means in the range asked for, meet the request as
/// tilted.</param>
/// <param name="Moved">The mean absolute difference between the arms' real means and those that rows are drawn from, tilt and all.</param>
public sealed record ConflictGap(double Mean, double RootMeanSquare, double OutcomeSd, double P05, double P95, double Infeasible,
    double Moved)
{
    /// <summary>
    /// The front that <see cref="ExactOptions.Tilt"/> moves along, in closed form: at tilt λ the root mean square of what τ is off the
    /// request is λ·rms(G), and of what the contrast is off the real one (1 − λ)·rms(G).
    /// </summary>
    /// <param name="tilt">λ from 0 to 1.</param>
    public (double Control, double Fidelity) At(double tilt) => (tilt * RootMeanSquare, (1 - tilt) * RootMeanSquare);

    /// <summary>As JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["mean"] = Mean,
        ["rms"] = RootMeanSquare,
        ["rms_in_sd"] = OutcomeSd > 0 ? RootMeanSquare / OutcomeSd : 0,
        ["outcome_sd"] = OutcomeSd,
        ["p05"] = P05,
        ["p95"] = P95,
        ["infeasible_share"] = Infeasible,
        ["means_moved"] = Moved,
    };

    internal static ConflictGap FromJson(JsonNode node)
    {
        return new ConflictGap(Number("mean"), Number("rms"), Number("outcome_sd"), Number("p05"), Number("p95"),
            Number("infeasible_share"), Number("means_moved"));

        double Number(string key) => node[key]!.GetValue<double>();
    }

    internal static ConflictGap Of(double[] gaps, double[] outcome, double infeasible, double moved)
    {
        double[] sorted = [.. gaps.Order()];
        double mean = outcome.Average();
        return new ConflictGap(
            gaps.Average(),
            Math.Sqrt(gaps.Average(g => g * g)),
            Math.Sqrt(outcome.Average(y => (y - mean) * (y - mean))),
            sorted[(int)(0.05 * (sorted.Length - 1))],
            sorted[(int)(0.95 * (sorted.Length - 1))],
            infeasible,
            moved);
    }
}
