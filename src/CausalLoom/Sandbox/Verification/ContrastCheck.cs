using System.Text.Json.Nodes;

namespace CausalLoom.Sandbox.Verification;

/// <summary>
/// The observed-contrast identity: what an analyst who knows x alone sees, E[Y | x, T = 1] − E[Y | x, T = 0], is τ + (1 − e) κ₁ + e κ₀. Seen
/// on the rows as released, weighted by the requested propensity.
/// </summary>
/// <param name="Asked">The mean of the contrast that the request implies.</param>
/// <param name="Delivered">The mean of T Y/e − (1 − T) Y/(1 − e), Y less its mean.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Bins">Both in bins of the first.</param>
/// <param name="ChiSquare">Σ ((delivered − asked)/se)² over the bins.</param>
/// <param name="Passed">Whether mean and bins are within their errors and the margin.</param>
public sealed record ContrastCheck(double Asked, double Delivered, double StandardError, IReadOnlyList<KnobBin> Bins, double ChiSquare, bool Passed)
{
    internal static ContrastCheck Of(Request request, int[] arms, double[] observed, double outcomeSd, VerificationOptions options)
    {
        double[] asked = request.Contrast, e = request.Propensity;
        double centre = observed.Average();
        double[] weighted = [.. observed.Select((y, i) => arms[i] == 1 ? (y - centre) / e[i] : -(y - centre) / (1 - e[i]))];
        IReadOnlyList<KnobBin> bins = Binning.Of(asked, weighted, Math.Min(options.Bins, 10));
        double off = weighted.Zip(asked, (w, a) => w - a).Average();
        double se = Math.Sqrt(weighted.Zip(asked, (w, a) => w - a - off).Average(d => d * d) / weighted.Length);
        double chi = bins.Sum(b => b.StandardError > 0 ? (b.Delivered - b.Asked) * (b.Delivered - b.Asked) / (b.StandardError * b.StandardError) : 0);

        // Wilson and Hilferty's normal approximation to the upper tail, at 3.3 standard deviations.
        double k = bins.Count, limit = k * Math.Pow(1 - (2 / (9 * k)) + (3.3 * Math.Sqrt(2 / (9 * k))), 3);
        bool mean = Math.Abs(off) <= (options.Zero * outcomeSd) + (options.Errors * se);
        bool all = bins.All(b => Math.Abs(b.Delivered - b.Asked) <= (2 * options.Zero * outcomeSd) + (3.5 * b.StandardError));
        return new ContrastCheck(asked.Average(), asked.Average() + off, se, bins, chi, mean && (chi <= limit || all));
    }

    /// <summary>As JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["asked_mean"] = Asked,
        ["delivered_mean"] = Delivered,
        ["delivered_se"] = StandardError,
        ["chi_square"] = ChiSquare,
        ["bins"] = new JsonArray([.. Bins.Select(b => new JsonObject { ["rows"] = b.Rows, ["asked"] = b.Asked, ["delivered"] = b.Delivered, ["se"] = b.StandardError })]),
        ["passed"] = Passed,
    };
}
