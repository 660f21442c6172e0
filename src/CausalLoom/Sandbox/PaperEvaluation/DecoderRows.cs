using CausalLoom.Data;
using CausalLoom.Mechanisms;
using CausalLoom.Numerics.Random;
using CausalLoom.Numerics.Solvers;
using CausalLoom.Sandbox.Verification;

namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>
/// The decoder's own log ratio beside log α, for models that have a decoder. Gameable: a decoder can meet log α ≡ 1 by changing its
/// variances, and no pair of densities has that ratio (docs/methods/sandbox.md).
/// </summary>
internal static class DecoderRows
{
    private const double Tolerance = 0.25;

    /// <param name="model">The model.</param>
    /// <param name="units">Rows that it drew.</param>
    /// <param name="stream">Where randomness comes from, for an encoder that draws.</param>
    /// <returns>Against log α as written, and against log α shifted to the share of treated, which is what two densities can
    /// have.</returns>
    public static IEnumerable<(string Key, double Value)> Of(ISandboxModel model, SandboxDraw units, RandomStream stream)
    {
        if (model is not IDecoderOverlap decoder || model.Knobs.LogAlpha is not { } asked)
        {
            return [];
        }

        double share = units.Treatment.Average(), logit = LogisticRegression.Logit(share);
        Request request = Request.Of(model.Knobs, units.Covariates, share, new ConstantPropensityModel(share));
        double[] ratio = decoder.DecoderLogRatio(units.Covariates, stream);
        return
        [
            .. Figures(string.Empty, ratio, asked.Checked("log-alpha", units.Covariates)),
            .. Figures("_shifted", ratio, Array.ConvertAll(request.LogOdds, odds => logit - odds)),
        ];
    }

    private static (string Key, double Value)[] Figures(string which, double[] ratio, double[] target)
    {
        double[] off = [.. ratio.Zip(target, (a, b) => a - b)];
        return [($"decoder_mse{which}_as_coded", off.Average(d => d * d)),
            ($"decoder_within{which}_as_coded", off.Count(d => Math.Abs(d) <= Tolerance) / (double)off.Length)];
    }
}
