using System.Globalization;
using CausalLoom.Data;
using CausalLoom.Generators.Autoregressive.Tokens;
using CausalLoom.Numerics.Random;

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
        (ArgnNetwork[][] networks, IReadOnlyList<TrainingPoint> curve) = Train(layout, orders, rows, weights, context.Child("training"));
        StructuralZeros zeros = Options.StructuralZeros ? StructuralZeros.Find(tokens.Columns, rows, context) : StructuralZeros.None(rows.Length);
        ArgnSampler sampler = new(layout, networks, orders, zeros, [.. Enumerable.Range(0, orders.Count).Select(_ => new double[]?[networks.Length])]);
        if (Options.CalibrateMargins)
        {
            context.Map(orders.Count, (s, c) => Calibrate(sampler, s, c));
        }

        return new ArgnModel(tokens, sampler, Options, curve);
    }

    private static bool Calibrate(ArgnSampler sampler, int order, FitContext context)
    {
        sampler.Calibrate(order, CalibrationRows, context.Stream.Child("calibration"));
        return true;
    }

    private (ArgnNetwork[][] Networks, IReadOnlyList<TrainingPoint> Curve) Train(TokenLayout layout, TokenOrders orders, int[][] rows, TargetWeights weights, FitContext context)
    {
        TokenTarget[] targets = [.. layout.Columns.SelectMany((c, j) => TokenTarget.Of(j, c, Options.Tokens))];
        int members = Options.MembersFor(rows[0].Length);
        int[] shuffled = context.Stream.Child("hold out").Permutation(rows[0].Length);
        var trained = context.Map(targets.Length * members, (job, c) =>
        {
            TokenTarget target = targets[job / members];
            ArgnNetwork network = new(layout, target, Options, c.Stream.Child("weights"));
            ArgnTrainer trainer = new(network, layout, Options, orders, rows, weights.Of(target.Column), c);
            (int[] training, int[] held) = Fold(shuffled, job % members);
            string detail = string.Create(CultureInfo.InvariantCulture, $"network {job + 1} of {targets.Length * members}");
            return (Network: network, Curve: trainer.Train(training, held, done => c.Report("Training the autoregressive networks", (job + done) / (targets.Length * members), detail)));
        });
        return ([.. trained.Select(t => t.Network).Chunk(members)], CurveSum.Of([.. trained.Select(t => t.Curve)], members));
    }

    /// <summary>The rows that a member trains on and those it holds out: another part for each.</summary>
    private (int[] Training, int[] Held) Fold(int[] shuffled, int member)
    {
        int held = (int)(Options.ValidationShare * shuffled.Length);
        held = shuffled.Length - held < 2 ? 0 : held;
        int start = held == 0 ? 0 : member * held % (shuffled.Length - held + 1);
        return ([.. shuffled[..start], .. shuffled[(start + held)..]], shuffled[start..(start + held)]);
    }
}
