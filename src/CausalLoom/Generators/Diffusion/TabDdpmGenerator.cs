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
        (TabDdpmNetwork[] networks, IReadOnlyList<TrainingPoint> curve) = Train(encoder, layout, rows, context);
        ReverseDiffusion sampler = new(layout, Options, new DenoiserAverage(networks));
        return new TabDdpmModel(groups, encoder, layout, Options, curve)
        {
            Networks = networks,
            Sampler = sampler,
            Maps = Options.CalibrateMargins
                ? TabDdpmCalibration.Calibrate(encoder, layout, sampler, rows, context.Child("calibration")) : [],
        };
    }

    /// <summary>The members, each trained with another fold held out, and the first one's curve.</summary>
    private (TabDdpmNetwork[] Networks, IReadOnlyList<TrainingPoint> Curve) Train(QuantileEncoder encoder, DiffusionLayout layout,
        QuantileRows rows, FitContext context)
    {
        int members = Math.Max(1, Options.Members);
        int[] order = context.Stream.Child("hold out").Permutation(rows.Rows);
        int held = (int)(Math.Min(Options.ValidationShare, 1.0 / members) * rows.Rows);
        held = rows.Rows - held < 2 ? 0 : held;
        (TabDdpmNetwork Network, List<TrainingPoint> Curve)[] trained = context.Child("members").Map(members, (m, child) =>
        {
            TabDdpmNetwork network = new(layout, Options, child.Stream.Child("weights"));
            TabDdpmTrainer trainer = new(network, Options, encoder, rows, child.Child("training"));
            int[] fold = order[(m * held)..((m + 1) * held)];
            return (network, trainer.Train([.. order[..(m * held)], .. order[((m + 1) * held)..]], fold));
        });
        return ([.. trained.Select(t => t.Network)], trained[0].Curve);
    }
}
