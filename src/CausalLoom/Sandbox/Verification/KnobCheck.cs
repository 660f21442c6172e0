using System.Text.Json.Nodes;

namespace CausalLoom.Sandbox.Verification;

/// <summary>What was delivered of a knob, by draws in bins of what was asked.</summary>
/// <param name="Name">The knob.</param>
/// <param name="Varies">Whether it was asked to vary; slope, intercept and correlation are NaN where not.</param>
/// <param name="Asked">The mean of what was asked.</param>
/// <param name="Delivered">The mean of what was drawn.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Slope">The slope of delivered on asked.</param>
/// <param name="SlopeError">Its standard error.</param>
/// <param name="Intercept">The intercept.</param>
/// <param name="Correlation">Pearson's r over bins, attenuation by noise taken out.</param>
/// <param name="MeanAbsoluteError">The mean absolute error over bins, noise taken out.</param>
/// <param name="Skill">
/// 1 − MAE/MAE of the best constant; of a constant 1 − MAE/|asked|; NaN where 0 is asked.
/// </param>
/// <param name="HiddenError">The root mean square error row by row, noise taken out: what bins of the knob cannot see.</param>
/// <param name="Bins">The bins.</param>
/// <param name="Passed">Whether all margins are kept.</param>
public sealed record KnobCheck(
    string Name,
    bool Varies,
    double Asked,
    double Delivered,
    double StandardError,
    double Slope,
    double SlopeError,
    double Intercept,
    double Correlation,
    double MeanAbsoluteError,
    double Skill,
    double HiddenError,
    IReadOnlyList<KnobBin> Bins,
    bool Passed)
{
    // Twenty bins of three knobs: beside the margin, .0005 each.
    internal const double BinErrors = 3.5;

    /// <summary>Judges what was delivered.</summary>
    /// <param name="name">The knob.</param>
    /// <param name="asked">What was asked, [rows].</param>
    /// <param name="delivered">The mean of each row's draws, [rows].</param>
    /// <param name="hidden">The mean square error row by row, noise taken out, and its standard error.</param>
    /// <param name="outcomeSd">The standard deviation of the outcome.</param>
    /// <param name="options">The margins.</param>
    public static KnobCheck Of(string name, double[] asked, double[] delivered, (double Square, double Error) hidden, double outcomeSd,
        VerificationOptions options)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(delivered);
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<KnobBin> bins = Binning.Of(asked, delivered, options.Bins);
        KnobCalibration fit = KnobCalibration.Of(bins);
        double mean = asked.Average(), scale = asked.Max(Math.Abs), given = delivered.Average();
        double se = Math.Sqrt(delivered.Zip(asked, (d, a) => d - a).Select(d => d - (given - mean)).Average(d => d * d) / delivered.Length);
        bool varies = fit.Spread > 1e-9 * scale, zero = !varies && scale == 0;
        double skill = zero ? double.NaN : 1 - (fit.MeanAbsoluteError / (varies ? fit.Spread : Math.Abs(mean)));
        double allowed = options.Hidden * outcomeSd;
        bool passed = Near(given - mean, se, options.Zero * outcomeSd, options.Errors)
            && bins.All(b => Near(b.Delivered - b.Asked, b.StandardError, options.Bin * outcomeSd, BinErrors))
            && (zero || Skilled(fit, varies ? fit.Spread : Math.Abs(mean), options))
            && (!varies || Straight(fit, options))
            && hidden.Square <= (allowed * allowed) + (options.Errors * hidden.Error);
        return new KnobCheck(
            name,
            varies,
            mean,
            given,
            se,
            varies ? fit.Slope : double.NaN,
            varies ? fit.SlopeError : double.NaN,
            varies ? fit.Intercept : double.NaN,
            varies ? fit.Correlation : double.NaN,
            fit.MeanAbsoluteError,
            skill,
            Math.Sqrt(Math.Max(0, hidden.Square)),
            bins,
            passed);
    }

    /// <summary>The mean of square errors, noise taken out, and its standard error.</summary>
    internal static (double Square, double Error) Hidden(double[] squares)
    {
        double mean = squares.Average();
        return (mean, Math.Sqrt(squares.Average(v => (v - mean) * (v - mean)) / squares.Length));
    }

    private static bool Near(double off, double error, double margin, double errors) => Math.Abs(off) <= margin + (errors * error);

    // A knob that hardly differs from a constant, or a constant near 0, has errors as large as itself by noise alone.
    private static bool Skilled(KnobCalibration fit, double scale, VerificationOptions options) =>
        fit.MeanAbsoluteError <= ((1 - options.Skill) * scale) + fit.Noise.Mean + (options.Errors * fit.Noise.Sd);

    // Where the draws cannot tell the line that was asked from a flat one, r is noise: bins and slope are what there is to judge.
    private static bool Straight(KnobCalibration fit, VerificationOptions options) =>
        Near(fit.Slope - 1, fit.SlopeError, options.Slope, options.Errors)
        && (fit.Correlation >= options.Correlation
            || options.Errors * fit.SlopeError >= 1
            || (fit.Slope > 0
                && fit.Scatter.Share <= (1 / (options.Correlation * options.Correlation)) - 1 + (options.Errors * fit.Scatter.Error)));

    /// <summary>As JSON; what has no value is null.</summary>
    public JsonObject ToJson() => new()
    {
        ["asked_mean"] = Asked,
        ["delivered_mean"] = Delivered,
        ["delivered_se"] = StandardError,
        ["slope"] = JsonNumber.Of(Slope),
        ["slope_se"] = JsonNumber.Of(SlopeError),
        ["intercept"] = JsonNumber.Of(Intercept),
        ["r"] = JsonNumber.Of(Correlation),
        ["mae"] = MeanAbsoluteError,
        ["skill"] = JsonNumber.Of(Skill),
        ["hidden_rmse"] = JsonNumber.Of(HiddenError),
        ["bins"] = new JsonArray([.. Bins.Select(b => b.ToJson())]),
        ["passed"] = Passed,
    };
}
