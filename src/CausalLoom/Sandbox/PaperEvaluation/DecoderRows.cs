using CausalLoom.Data;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Sandbox.PaperEvaluation;

/// <summary>
/// The decoder's own log ratio beside log α, for models that have a decoder. Gameable: a decoder can meet log α ≡ 1 by changing its
/// variances, and no pair of densities has that ratio (`specs/causalmix.md` §0).
/// </summary>
internal static class DecoderRows
{
    private const double Tolerance = 0.25;

    public static IEnumerable<(string Key, double Value)> Of(ISandboxModel model, Table covariates, RandomStream stream)
    {
        if (model is not IDecoderOverlap decoder || model.Knobs.LogAlpha is not { } asked)
        {
            return [];
        }

        double[] off = [.. decoder.DecoderLogRatio(covariates, stream).Zip(asked.Checked("log-alpha", covariates), (a, b) => a - b)];
        return [("decoder_mse_as_coded", off.Average(d => d * d)), ("decoder_within_as_coded", off.Count(d => Math.Abs(d) <= Tolerance) / (double)off.Length)];
    }
}
