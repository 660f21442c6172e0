namespace CausalLoom.Generators.Diffusion;

/// <summary>The formulas of Gaussian diffusion for one number; ā is <see cref="NoiseSchedule.Kept(int)"/>.</summary>
internal static class GaussianDiffusion
{
    /// <summary>Normal scores lie within this, so estimates of x_0 beyond it are clipped.</summary>
    internal const double Bound = 5.2;

    /// <summary>x_t.</summary>
    internal static double Noised(double clean, double noise, double kept) => (Math.Sqrt(kept) * clean) + (Math.Sqrt(1 - kept) * noise);

    /// <summary>What the network is to predict.</summary>
    internal static double Target(DiffusionPrediction prediction, double clean, double noise, double kept) =>
        prediction == DiffusionPrediction.Noise
        ? noise
        : (Math.Sqrt(kept) * noise) - (Math.Sqrt(1 - kept) * clean);

    /// <summary>x_0 as a prediction has it, clipped, and the noise that goes with it.</summary>
    internal static (double Clean, double Noise) Read(DiffusionPrediction prediction, double noised, double predicted, double kept)
    {
        double root = Math.Sqrt(kept), spread = Math.Sqrt(1 - kept);
        double clean = prediction == DiffusionPrediction.Noise
            ? (noised - (spread * predicted)) / root
            : (root * noised) - (spread * predicted);
        clean = Math.Clamp(clean, -Bound, Bound);
        return (clean, (noised - (root * clean)) / spread);
    }

    /// <summary>
    /// The law of x_s given x_t and an estimate of x_0: N(√ā_s x̂_0 + √(1 − ā_s − σ²) ε̂, σ²) with
    /// σ² = η² (1 − ā_s)/(1 − ā_t) · (1 − ā_t/ā_s) (Song, Meng and Ermon, "Denoising diffusion implicit models", ICLR 2021,
    /// eqs. 12 and 16). η = 1 is q(x_s | x_t, x_0), ancestral sampling; η = 0 is deterministic.
    /// </summary>
    internal static (double Mean, double Deviation) Reverse(double clean, double noise, double keptBefore, double kept, double eta)
    {
        double variance = eta * eta * (1 - keptBefore) / (1 - kept) * (1 - (kept / keptBefore));
        double rest = Math.Max(0, 1 - keptBefore - variance);
        return ((Math.Sqrt(keptBefore) * clean) + (Math.Sqrt(rest) * noise), Math.Sqrt(variance));
    }
}
