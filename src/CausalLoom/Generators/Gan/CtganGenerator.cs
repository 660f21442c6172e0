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
            return new CtganModel(groups, encoder, new CtganSampler(layout, Options), [], []);
        }

        ModeSpecificRows rows = encoder.Encode(table, context.Stream.Child("modes"));
        (CtganSampler sampler, List<TrainingPoint> curve) = Train(encoder, layout, rows, context);
        return Options.CalibrateMargins
            ? new CtganModel(groups, encoder, sampler, HeadCalibration.Calibrate(encoder, sampler, table, rows, context.Stream.Child("calibration")), curve)
            : new CtganModel(groups, encoder, sampler, [], curve);
    }

    private (CtganSampler Sampler, List<TrainingPoint> Curve) Train(ModeSpecificEncoder encoder, HeadLayout layout, ModeSpecificRows rows, FitContext context)
    {
        CtganConditions? conditions = Options.Conditional && CtganConditions.BlocksOf(layout).Length > 0 ? CtganConditions.Of(layout, rows) : null;
        CtganNetwork network = new(layout, conditions?.Width ?? 0, Options, context.Stream.Child("weights"));
        int[] order = context.Stream.Child("hold out").Permutation(rows.Rows);
        int held = (int)(Options.ValidationShare * rows.Rows);
        held = rows.Rows - held < 2 ? 0 : held;
        int[] compared = held > 0 ? order[..held] : Options.ValidateOnTrainingRows ? order : [];
        CtganValidation? validation = compared.Length > 0 ? new CtganValidation(encoder, Options, conditions, rows, compared, context.Stream.Child("validation")) : null;
        CtganTrainer trainer = new(network, conditions, Options, rows, order[held..], context.Child("training"));
        List<TrainingPoint> curve = trainer.Train(Options.StepsFor(rows.Rows), validation);
        return (new CtganSampler(network, conditions, Options), curve);
    }
}
