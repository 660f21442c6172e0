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
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(context);
        GeneratorInput.Check(table, Name);
        context.Report("Coding the columns", 0);
        TargetWeights weights = TargetWeights.Check(table, targets, Name);
        TableTokens tokens = TableTokens.Fit(table, Options.Tokens, context);
        int[][] rows = tokens.Encode(table);
        TokenLayout layout = new(tokens.Columns);
        TokenOrders orders = TokenOrders.Draw(rows.Length, weights.Columns, Options.Orders, context.Stream.Child("orders"));
        LmNetwork network = new(layout, Options, context.Stream.Child("weights"));
        List<TrainingPoint> curve = network.Active.Length == 0 ? [] : Train(network, orders, rows, weights, context.Child("training"));
        StructuralZeros zeros = Options.StructuralZeros ? StructuralZeros.Find(tokens.Columns, rows, context) : StructuralZeros.None(rows.Length);
        LmSampler sampler = new(network, orders, zeros, [.. Enumerable.Range(0, orders.Count).Select(_ => new double[]?[network.Heads.Length])]);
        for (int s = 0; s < orders.Count && Options.CalibrateMargins; s++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            sampler.Calibrate(s, CalibrationRows, context.Stream.Child("calibration").Child(s));
        }

        return new LmModel(tokens, sampler, Options, curve);
    }

    private List<TrainingPoint> Train(LmNetwork network, TokenOrders orders, int[][] rows, TargetWeights weights, FitContext context)
    {
        int[] shuffled = context.Stream.Child("hold out").Permutation(rows[0].Length);
        int held = (int)(Options.ValidationShare * shuffled.Length);
        held = shuffled.Length - held < 2 ? 0 : held;
        return new LmTrainer(network, Options, orders, rows, weights, context).Train(shuffled[held..], shuffled[..held]);
    }
}
