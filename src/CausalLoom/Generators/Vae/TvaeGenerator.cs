using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Vae;

/// <summary>
/// TVAE: a variational auto-encoder over mode-specifically coded columns (Xu et al., "Modeling tabular data using
/// conditional GAN", NeurIPS 2019, §4.5), with a learned deviation for every value, latent draws from the smoothed
/// aggregate posterior, draws (not maxima) from every head, and margins calibrated to the data's.
/// </summary>
/// <param name="Options">The settings.</param>
public sealed record TvaeGenerator(TvaeOptions Options) : ITabularGenerator
{
    /// <summary>The most rows whose posteriors are kept for the aggregate.</summary>
    private const int MaxPosteriors = 20_000;

    /// <summary>A generator with the default settings.</summary>
    public TvaeGenerator()
        : this(new TvaeOptions())
    {
    }

    /// <inheritdoc />
    public string Name => "tvae";

    /// <inheritdoc />
    public ITabularModel Fit(Table table, FitContext context)
    {
        HeadFit fit = HeadFit.Open(table, Name, Options.Encoder, Options.MaxPatterns, context);
        if (fit.IsConstant)
        {
            return new TvaeModel(fit.Groups, fit.Encoder, new TvaeSampler(fit.Layout, Options), [], []);
        }

        ModeSpecificRows rows = fit.Rows(context);
        TvaeNetwork network = new(fit.Layout, Options, context.Stream.Child("weights"));
        TvaeTrainer trainer = new(network, Options, rows, context.Child("training"));
        List<TrainingPoint> curve = trainer.Train();
        TvaeSampler sampler = new(network, Options, Prior(trainer, rows.Rows, context.Stream.Child("posteriors")));
        return new TvaeModel(fit.Groups, fit.Encoder, sampler, fit.Calibrated(Options.CalibrateMargins, sampler, rows, context), curve);
    }

    private LatentPrior Prior(TvaeTrainer trainer, int rows, RandomStream stream)
    {
        if (Options.Prior == LatentPriorKind.StandardNormal)
        {
            return new LatentPrior(Options.LatentSize);
        }

        int[] kept = stream.Permutation(rows)[..Math.Min(rows, MaxPosteriors)];
        (float[] means, float[] logVariances) = trainer.Posterior(kept);
        return new LatentPrior(Options.LatentSize, means, logVariances, Options.PriorSmoothing);
    }
}
