using CausalLoom.Data;
using CausalLoom.Data.Encoders;

namespace CausalLoom.Generators.Diffusion;

/// <summary>
/// TabDDPM: Gaussian diffusion for numbers and multinomial diffusion for levels under one denoiser (Kotelnikov et al., "TabDDPM:
/// modelling tabular data with diffusion models", ICML 2023), with the moving average of the weights in use, the number of steps
/// chosen on held-out rows, strided sampling, and margins calibrated to the data's.
/// </summary>
/// <param name="Options">The settings.</param>
public sealed record TabDdpmGenerator(TabDdpmOptions Options) : ITabularGenerator
{
    /// <summary>A generator with the default settings.</summary>
    public TabDdpmGenerator()
        : this(new TabDdpmOptions())
    {
    }

    /// <inheritdoc />
    public string Name => "tabddpm";

    /// <inheritdoc />
    public ITabularModel Fit(Table table, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(context);
        GeneratorInput.Check(table, Name);
        context.Report("Coding the columns", 0);
        ModeSpecificOptions grouping = new() { MaxDistinctAsLevels = Options.Encoder.MaxDistinctAsLevels };
        ModeSpecificGroups groups = ModeSpecificGroupFinder.Find(table, grouping, Options.MaxPatterns);
        table = groups.Merge(table);
        QuantileEncoder encoder = QuantileEncoder.Fit(table, Options.Encoder, context.Child("encoder"));
        DiffusionLayout layout = new(encoder.Codes);
        if (layout.Width == 0)
        {
            // Every column is constant: there is nothing to learn.
            return new TabDdpmModel(groups, encoder, layout, Options, []);
        }

        QuantileRows rows = encoder.Encode(table);
        TabDdpmNetwork network = new(layout, Options, context.Stream.Child("weights"));
        List<TrainingPoint> curve = new TabDdpmTrainer(network, Options, encoder, rows, context.Child("training")).Train();
        ReverseDiffusion sampler = new(layout, Options, network);
        return new TabDdpmModel(groups, encoder, layout, Options, curve)
        {
            Network = network,
            Sampler = sampler,
            Maps = Options.CalibrateMargins ? TabDdpmCalibration.Calibrate(encoder, layout, sampler, rows, context.Child("calibration")) : [],
        };
    }
}
