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
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(context);
        GeneratorInput.Check(table, Name);
        context.Report("Coding the columns", 0);
        ModeSpecificGroups groups = ModeSpecificGroupFinder.Find(table, Options.Encoder, Options.MaxPatterns);
        table = groups.Merge(table);
        ModeSpecificEncoder encoder = ModeSpecificEncoder.Fit(table, Options.Encoder, context.Child("encoder"));
        HeadLayout layout = new(encoder.Columns);
        if (layout.InputWidth == 0)
        {
            // Every column is constant: there is nothing to learn.
            return new TvaeModel(groups, encoder, new TvaeSampler(layout, Options), [], []);
        }

        ModeSpecificRows rows = encoder.Encode(table, context.Stream.Child("modes"));
        TvaeNetwork network = new(layout, Options, context.Stream.Child("weights"));
        TvaeTrainer trainer = new(network, Options, rows, context.Child("training"));
        List<TrainingPoint> curve = trainer.Train();
        TvaeSampler sampler = new(network, Options, Prior(trainer, rows.Rows, context.Stream.Child("posteriors")));
        return Options.CalibrateMargins
            ? new TvaeModel(groups, encoder, sampler, HeadCalibration.Calibrate(encoder, sampler, table, rows, context.Stream.Child("calibration")), curve)
            : new TvaeModel(groups, encoder, sampler, [], curve);
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
