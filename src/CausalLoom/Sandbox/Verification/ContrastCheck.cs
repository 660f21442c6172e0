using System.Text.Json.Nodes;

namespace CausalLoom.Sandbox.Verification;

/// <summary>
/// The observed-contrast identity: what an analyst who knows x alone sees, E[Y | x, T = 1] − E[Y | x, T = 0], is τ + (1 − e) κ₁ + e κ₀.
/// Seen
/// on the rows as released, weighted by the requested propensity.
/// </summary>
/// <param name="Asked">The mean of the contrast that the request implies.</param>
/// <param name="Delivered">The mean of T Y/e − (1 − T) Y/(1 − e), Y less its mean.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Bins">Both in bins of the first.</param>
/// <param name="ChiSquare">Σ ((delivered − asked)/se)² over the bins in which both arms have 30 effective units or more.</param>
/// <param name="Passed">Whether mean and bins are within their errors and the margin.</param>
public sealed record ContrastCheck(double Asked, double Delivered, double StandardError, IReadOnlyList<KnobBin> Bins, double ChiSquare,
    bool Passed)
{
    // The knobs are checked on many draws; this, on rows as released, is to find what those cannot see, without false alarms.
    private const double Errors = 3.5;

    // The weighted mean of an arm in which fewer units count is far from normal, and its standard error a guess: bins of a rare level, or
    // of
    // propensities near 0 or 1, where one unit in thousands would carry an arm; and the mean over all units where most propensities are so.
    private const double Fewest = 30;

    internal static ContrastCheck Of(Request request, int[] arms, double[] observed, double outcomeSd, VerificationOptions options)
    {
        double[] asked = request.Contrast, e = request.Propensity;
        double centre = observed.Average();
        double[] weighted = [.. observed.Select((y, i) => arms[i] == 1 ? (y - centre) / e[i] : -(y - centre) / (1 - e[i]))];
        int count = Math.Min(options.Bins, 10);
        int[][] groups = Binning.Rows(asked, count);
        IReadOnlyList<KnobBin> bins = Binning.Of(asked, weighted, count);
        double off = weighted.Zip(asked, (w, a) => w - a).Average();
        double se = Math.Sqrt(weighted.Zip(asked, (w, a) => w - a - off).Average(d => d * d) / weighted.Length);
        KnobBin[] judged = [.. bins.Where((_, bin) => Effective(groups[bin], e) >= Fewest)];
        double chi = judged.Sum(b =>
            b.StandardError > 0 ? (b.Delivered - b.Asked) * (b.Delivered - b.Asked) / (b.StandardError * b.StandardError) : 0);

        // Wilson and Hilferty's normal approximation to the upper tail, at 3.3 standard deviations.
        double k = Math.Max(1, judged.Length), limit = k * Math.Pow(1 - (2 / (9 * k)) + (3.3 * Math.Sqrt(2 / (9 * k))), 3);
        bool mean = Effective([.. Enumerable.Range(0, e.Length)], e) < Fewest
            || Math.Abs(off) <= (options.Zero * outcomeSd) + (Errors * se);
        bool all = judged.All(b => Math.Abs(b.Delivered - b.Asked) <= (2 * options.Zero * outcomeSd) + (Errors * b.StandardError));
        return new ContrastCheck(asked.Average(), asked.Average() + off, se, bins, chi, mean && (chi <= limit || all));
    }

    /// <summary>As JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["asked_mean"] = Asked,
        ["delivered_mean"] = Delivered,
        ["delivered_se"] = StandardError,
        ["chi_square"] = ChiSquare,
        ["bins"] = new JsonArray([.. Bins.Select(b => b.ToJson())]),
        ["passed"] = Passed,
    };

    // The effective units of the smaller arm, expected: Σ w has mean n and Σ w² mean Σ 1/e under the weights T/e.
    private static double Effective(int[] rows, double[] e) =>
        (double)rows.Length * rows.Length / Math.Max(rows.Sum(i => 1 / e[i]), rows.Sum(i => 1 / (1 - e[i])));
}
