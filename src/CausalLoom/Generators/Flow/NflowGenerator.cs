using CausalLoom.Data;
using CausalLoom.Data.Encoders;

namespace CausalLoom.Generators.Flow;

/// <summary>
/// A rational-quadratic neural spline flow (Durkan et al., NeurIPS 2019) over mixed columns: a masked autoregressive network
/// gives each column's law given the columns before it, a softmax for categories and a spline flow for the normal score of
/// numbers. The likelihood is exact and training maximises it.
/// </summary>
/// <param name="Options">The settings.</param>
public sealed record NflowGenerator(NflowOptions Options) : ITabularGenerator
{
    private const int MostHeld = 20_000;
    private const int FewestHeld = 5;

    /// <summary>A generator with the default settings.</summary>
    public NflowGenerator()
        : this(new NflowOptions())
    {
    }

    /// <inheritdoc />
    public string Name => "nflow";

    /// <inheritdoc />
    ITabularModel ITabularGenerator.Fit(Table table, FitContext context) => Fit(table, context);

    /// <summary>Learns the law of a table, missing values included.</summary>
    /// <exception cref="CausalLoomException">The table cannot be learned from; the message says why.</exception>
    public NflowModel Fit(Table table, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(context);
        GeneratorInput.Check(table, Name);
        context.Report("Coding the columns", 0);
        ModeSpecificGroups groups = ModeSpecificGroupFinder.Find(table, Options.Encoder, Options.MaxPatterns);
        table = groups.Merge(table);
        FlowColumn[] columns = [.. table.Columns.Select(c => FlowColumn.Of(c, Options.Encoder))];
        FlowLayout layout = new(columns, Options.Spline);
        if (layout.IsConstant)
        {
            return new NflowModel(groups, TableLayout.Of(table), new FlowLaw(layout, Options, []), []);
        }

        (FlowMember Member, List<TrainingPoint> Curve)[] members = Train(layout, FlowRows.Of(table, columns), context);
        FlowLaw law = new(layout, Options, [.. members.Select(m => m.Member)]);
        NflowModel model = new(groups, TableLayout.Of(table), law, members[0].Curve);
        if (Options.CalibrateMargins)
        {
            new FlowSampler(law).Calibrate(context.Stream.Child("calibration"));
        }

        return model;
    }

    private (FlowMember Member, List<TrainingPoint> Curve)[] Train(FlowLayout layout, FlowRows rows, FitContext context)
    {
        int[] order = context.Stream.Child("hold out").Permutation(rows.Rows);
        int members = Options.MembersFor(rows.Rows, rows.Columns);
        int held = (int)Math.Min(Options.ValidationShare * rows.Rows, MostHeld);
        held = held < FewestHeld || members * held > rows.Rows ? 0 : held;
        return context.Child("members").Map(members, (k, own) =>
        {
            // Another part is held out from each.
            int[] validation = order[(k * held)..((k + 1) * held)], training = [.. order[..(k * held)], .. order[((k + 1) * held)..]];
            return new FlowTrainer(layout, Options, rows, own).Train(training, validation);
        });
    }
}
