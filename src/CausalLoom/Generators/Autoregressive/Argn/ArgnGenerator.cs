using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Generators.Autoregressive.Tokens;

namespace CausalLoom.Generators.Autoregressive.Argn;

/// <summary>
/// An order-agnostic autoregressive network over per-column tokens, after TabularARGN (Tiwald et al., 2025): each column has
/// networks of its own that predict its token from any set of the others. Any columns can be given; treatment and outcome can
/// come last with their own loss weights.
/// </summary>
/// <param name="Options">The settings.</param>
public sealed record ArgnGenerator(ArgnOptions Options) : ITargetedGenerator
{
    private const int CalibrationRows = 4096;

    /// <summary>A generator with the default settings.</summary>
    public ArgnGenerator()
        : this(new ArgnOptions())
    {
    }

    /// <inheritdoc />
    public string Name => "argn";

    /// <inheritdoc />
    public ITabularModel Fit(Table table, FitContext context) => Fit(table, [], context);

    /// <inheritdoc />
    public ITabularModel Fit(Table table, IReadOnlyList<TargetColumn> targets, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        TokenFit fit = TokenFit.Open(table, targets, Name, Options.Tokens, Options.Orders, context);
        (ArgnNetwork[][] networks, IReadOnlyList<TrainingPoint> curve) = Train(fit, context.Child("training"));
        ArgnSampler sampler = new(fit.Layout, networks, fit.Orders, fit.Zeros(Options.StructuralZeros, context),
            fit.NoFactors(networks.Length));
        if (Options.CalibrateMargins)
        {
            context.Map(fit.Orders.Count, (s, c) => Calibrate(sampler, s, c));
        }

        return new ArgnModel(fit.Tokens, sampler, Options, curve);
    }

    private static bool Calibrate(ArgnSampler sampler, int order, FitContext context)
    {
        sampler.Calibrate(order, CalibrationRows, context.Stream.Child("calibration"));
        return true;
    }

    private (ArgnNetwork[][] Networks, IReadOnlyList<TrainingPoint> Curve) Train(TokenFit fit, FitContext context)
    {
        TokenTarget[] targets = [.. fit.Layout.Columns.SelectMany((c, j) => TokenTarget.Of(j, c, Options.Tokens))];
        int members = Options.MembersFor(fit.Rows[0].Length);
        (int[] shuffled, int heldRows) = fit.HoldOut(Options.ValidationShare, context.Stream.Child("hold out"));
        var trained = context.Map(targets.Length * members, (job, c) =>
        {
            TokenTarget target = targets[job / members];
            ArgnNetwork network = new(fit.Layout, target, Options, c.Stream.Child("weights"));
            ArgnTrainer trainer = new(network, fit.Layout, Options, fit.Orders, fit.Rows, fit.Weights.Of(target.Column), c);
            (int[] training, int[] held) = Fold(shuffled, heldRows, job % members);
            string detail = string.Create(CultureInfo.InvariantCulture, $"network {job + 1} of {targets.Length * members}");
            return (Network: network, Curve: trainer.Train(training, held, done =>
                c.Report("Training the autoregressive networks", (job + done) / (targets.Length * members), detail)));
        });
        return ([.. trained.Select(t => t.Network).Chunk(members)], CurveSum.Of([.. trained.Select(t => t.Curve)], members));
    }

    /// <summary>The rows that a member trains on and those it holds out: another part for each.</summary>
    private static (int[] Training, int[] Held) Fold(int[] shuffled, int held, int member)
    {
        int start = held == 0 ? 0 : member * held % (shuffled.Length - held + 1);
        return ([.. shuffled[..start], .. shuffled[(start + held)..]], shuffled[start..(start + held)]);
    }
}
