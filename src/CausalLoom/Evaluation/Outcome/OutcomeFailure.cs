using System.Globalization;
using static CausalLoom.Io.InvariantText;

namespace CausalLoom.Evaluation.Outcome;

/// <summary>
/// Names a failure of the outcome mechanism from its signature: a high U_PEHE with a good or a bad treatment mechanism, or
/// right effects with the wrong noise (docs/methods/outcome-metrics.md), and says what to change. A pure function of the metrics.
/// </summary>
public static class OutcomeFailure
{
    /// <summary>
    /// U_PEHE above this multiple of the bootstrap floor is named a failure; an independent draw of the truth stays below it.
    /// </summary>
    public const double PeheFactor = 1.8;

    /// <summary>U_PEHE above this multiple is named a doubt.</summary>
    public const double PeheDoubt = 1.25;

    /// <summary>A CRPS ratio above this says that the outcome's noise (or its mean) is wrong.</summary>
    public const double CrpsLimit = 1.15;

    /// <summary>A noise ratio below this says that outcomes were written down without their noise.</summary>
    public const double NoiseLimit = 0.7;

    /// <summary>A normalised JSD_π from here on counts as a good treatment mechanism.</summary>
    public const double GoodJsd = 0.5;

    /// <summary>U_PEHE over its bootstrap floor; 1 where the floor is 0.</summary>
    internal static double Ratio(OutcomeMetrics y) => y.FloorBootstrap > 0 ? y.UPehe / y.FloorBootstrap : 1;

    /// <summary>How the outcome mechanism of two arms stands.</summary>
    internal static VerdictLevel Level(OutcomeMetrics y)
    {
        double ratio = Ratio(y);
        bool doubt = ratio > PeheDoubt || y.CrpsRatio > CrpsLimit || y.NoiseRatio < NoiseLimit;
        return ratio > PeheFactor ? VerdictLevel.Fail : doubt ? VerdictLevel.Caution : VerdictLevel.Pass;
    }

    /// <summary>The failure and what to change, in words, or null where there is none to name.</summary>
    /// <param name="uPehe">U_PEHE, in outcome units.</param>
    /// <param name="floorBootstrap">U_PEHE of bootstrap rows of the real data.</param>
    /// <param name="crpsRatio">CRPS of real outcomes under the synthetic law over that under the real one.</param>
    /// <param name="jsdPiNormalized">Normalised JSD_π, or null where it was not measured or real assignment looks randomised.</param>
    /// <param name="noiseRatio">SD of synthetic outcomes around their mean over the same for real ones, or null where there is
    /// none.</param>
    public static string? Describe(double uPehe, double floorBootstrap, double crpsRatio, double? jsdPiNormalized,
        double? noiseRatio = null)
    {
        if (uPehe > PeheDoubt * floorBootstrap)
        {
            string found = string.Create(CultureInfo.InvariantCulture,
                $"U_PEHE {uPehe:G3} is {uPehe / floorBootstrap:F1} times its bootstrap floor {floorBootstrap:G3}");
            return uPehe > PeheFactor * floorBootstrap ? found + Cause(jsdPiNormalized) : found + Doubt(crpsRatio);
        }

        if (noiseRatio < NoiseLimit)
        {
            return Invariant($"Effects agree, but outcomes scatter around their mean only {noiseRatio:F2} times as much as real ones do: "
                + $"their noise is missing, and standard errors and intervals from these rows would be far too small. "
                + $"Use ‹outcome-noise residual›.");
        }

        return crpsRatio > CrpsLimit ? WrongNoise(crpsRatio) : null;
    }

    private static string Cause(double? jsd) => jsd switch
    {
        null => ": the synthetic rows carry other treatment effects than the real ones. Fit the outcome model explicitly (‹method steam›), "
            + "or a more flexible one (‹outcome-model stack›).",
        >= GoodJsd => Invariant($" although treatment is assigned as in the real data (normalised JSD_π {jsd:F2}): the outcome model "
            + $"alone is at fault. Use a more flexible one (‹outcome-model stack›), or ‹method steam› where a joint generator made the "
            + $"outcomes."),
        _ => Invariant($" and treatment is not assigned as in the real data either (normalised JSD_π {jsd:F2}): the generator has lost "
            + $"both mechanisms, as joint generators do. Use ‹method steam› with a flexible propensity (‹propensity stack›), then judge "
            + $"the outcome model again."),
    };

    private static string Doubt(double crps) => crps > CrpsLimit
        ? Invariant($" and the CRPS ratio is {crps:F2}: effects are blurred and the outcome's spread is off. "
            + $"Check the outcome model's fit and use ‹outcome-noise residual›.")
        : ": effects are close, though farther apart than resampling alone explains. "
            + "A more flexible outcome model (‹outcome-model stack›) may close the gap.";

    private static string WrongNoise(double crps) =>
        Invariant($"Effects agree, but real outcomes are badly foretold by the synthetic law (CRPS ratio {crps:F2}): the outcome's level "
            + $"or noise is wrong, and standard errors from these rows would mislead. Use ‹outcome-noise residual›.");
}
