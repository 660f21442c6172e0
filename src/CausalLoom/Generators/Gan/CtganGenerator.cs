using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Heads;

namespace CausalLoom.Generators.Gan;

/// <summary>
/// CTGAN: a conditional Wasserstein GAN over mode-specifically coded columns (Xu et al., "Modeling tabular data using
/// conditional GAN", NeurIPS 2019), with the gradient penalty differentiated exactly, conditions that belong to their rows,
/// averaged weights, training by steps, draws (not maxima) from every head, and margins calibrated to the data's.
/// </summary>
/// <param name="Options">The settings.</param>
public sealed record CtganGenerator(CtganOptions Options) : ITabularGenerator
{
    /// <summary>A generator with the default settings.</summary>
    public CtganGenerator()
        : this(new CtganOptions())
    {
    }

    /// <inheritdoc />
    public string Name => "ctgan";

    /// <inheritdoc />
    public ITabularModel Fit(Table table, FitContext context)
    {
        HeadFit fit = HeadFit.Open(table, Name, Options.Encoder, Options.MaxPatterns, context);
        if (fit.IsConstant)
        {
            return new CtganModel(fit.Groups, fit.Encoder, new CtganSampler(fit.Layout, Options), [], []);
        }

        ModeSpecificRows rows = fit.Rows(context);
        (CtganSampler sampler, List<TrainingPoint> curve) = Train(fit.Encoder, fit.Layout, rows, context);
        return new CtganModel(fit.Groups, fit.Encoder, sampler, fit.Calibrated(Options.CalibrateMargins, sampler, rows, context), curve);
    }

    private (CtganSampler Sampler, List<TrainingPoint> Curve) Train(ModeSpecificEncoder encoder, HeadLayout layout, ModeSpecificRows rows,
        FitContext context)
    {
        CtganConditions? conditions = Options.Conditional && CtganConditions.BlocksOf(layout).Length > 0
            ? CtganConditions.Of(layout, rows) : null;
        CtganNetwork network = new(layout, conditions?.Width ?? 0, Options, context.Stream.Child("weights"));
        int[] order = context.Stream.Child("hold out").Permutation(rows.Rows);
        int held = (int)(Options.ValidationShare * rows.Rows);
        held = rows.Rows - held < 2 ? 0 : held;
        int[] compared = held > 0 ? order[..held] : Options.ValidateOnTrainingRows ? order : [];
        CtganValidation? validation = compared.Length > 0
            ? new CtganValidation(encoder, Options, conditions, rows, compared, context.Stream.Child("validation")) : null;
        CtganTrainer trainer = new(network, conditions, Options, rows, order[held..], context.Child("training"));
        List<TrainingPoint> curve = trainer.Train(Options.StepsFor(rows.Rows), validation);
        return (new CtganSampler(network, conditions, Options), curve);
    }
}
