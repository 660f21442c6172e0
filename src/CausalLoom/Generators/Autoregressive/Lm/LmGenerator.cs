using CausalLoom.Data;
using CausalLoom.Generators.Autoregressive.Tokens;

namespace CausalLoom.Generators.Autoregressive.Lm;

/// <summary>
/// A small decoder-only transformer over per-column tokens with constrained decoding, after REaLTabFormer (Solatorio and Dupriez,
/// 2023), trained from scratch on the table. Without a checkpoint it stands for the language models of the papers; it knows no
/// language. Any columns can be given; treatment and outcome can come last with their own loss weights.
/// </summary>
/// <param name="Options">The settings.</param>
public sealed record LmGenerator(LmOptions Options) : ITargetedGenerator
{
    private const int CalibrationRows = 2048;

    /// <summary>A generator with the default settings.</summary>
    public LmGenerator()
        : this(new LmOptions())
    {
    }

    /// <inheritdoc />
    public string Name => "lm";

    /// <inheritdoc />
    public ITabularModel Fit(Table table, FitContext context) => Fit(table, [], context);

    /// <inheritdoc />
    public ITabularModel Fit(Table table, IReadOnlyList<TargetColumn> targets, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        TokenFit fit = TokenFit.Open(table, targets, Name, Options.Tokens, Options.Orders, context);
        LmNetwork network = new(fit.Layout, Options, context.Stream.Child("weights"));
        List<TrainingPoint> curve = network.Active.Length == 0 ? [] : Train(network, fit, context.Child("training"));
        LmSampler sampler = new(network, fit.Orders, fit.Zeros(Options.StructuralZeros, context), fit.NoFactors(network.Heads.Length));
        for (int s = 0; s < fit.Orders.Count && Options.CalibrateMargins; s++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            sampler.Calibrate(s, CalibrationRows, context.Stream.Child("calibration").Child(s));
        }

        return new LmModel(fit.Tokens, sampler, Options, curve);
    }

    private List<TrainingPoint> Train(LmNetwork network, TokenFit fit, FitContext context)
    {
        (int[] shuffled, int held) = fit.HoldOut(Options.ValidationShare, context.Stream.Child("hold out"));
        return new LmTrainer(network, Options, fit.Orders, fit.Rows, fit.Weights, context).Train(shuffled[held..], shuffled[..held]);
    }
}
