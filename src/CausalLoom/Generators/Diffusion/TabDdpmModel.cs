using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Generators.Margins;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Diffusion;

/// <summary>A fitted TabDDPM.</summary>
internal sealed class TabDdpmModel : IConditionalModel
{
    internal TabDdpmModel(ModeSpecificGroups groups, QuantileEncoder encoder, DiffusionLayout layout, TabDdpmOptions options,
        IReadOnlyList<TrainingPoint> curve)
    {
        Groups = groups;
        Encoder = encoder;
        Layout = layout;
        Options = options;
        TrainingCurve = curve;
    }

    public IReadOnlyList<TrainingPoint> TrainingCurve { get; }

    /// <summary>The columns that are learned together.</summary>
    internal ModeSpecificGroups Groups { get; }

    /// <summary>The code of the merged table's columns.</summary>
    internal QuantileEncoder Encoder { get; }

    internal DiffusionLayout Layout { get; }

    internal TabDdpmOptions Options { get; }

    /// <summary>The denoisers whose predictions are averaged; none where every column is constant.</summary>
    internal TabDdpmNetwork[] Networks { get; init; } = [];

    /// <summary>The sampler over them; null where every column is constant.</summary>
    internal ReverseDiffusion? Sampler { get; init; }

    /// <summary>A map for every column with numbers; empty where margins are not calibrated.</summary>
    internal QuantileMap[] Maps { get; init; } = [];

    public Table Sample(int rows, RandomStream stream)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentNullException.ThrowIfNull(stream);
        DiffusionRows drawn = Sampler is null ? new DiffusionRows(rows, Layout) : Sampler.Draw(rows, stream.Child("rows"));
        return Groups.Split(Encoder.Layout.Build(Decode(drawn, stream.Child("numbers"))));
    }

    public Table Sample(Table given, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        GivenTable known = GivenTable.Check(Groups.Layout, given);
        if (Sampler is not null && Options.ConditionalShare <= 0)
        {
            throw new CausalLoomException("This 'tabddpm' was fitted without learning conditional laws (its ConditionalShare is 0). Fit it "
                + "again with a share above 0.");
        }

        DiffusionRows drawn = Sampler is null
            ? new DiffusionRows(known.Rows, Layout)
            : Sampler.Draw(known.Rows, stream.Child("rows"), TabDdpmConditions.Code(this, known, stream.Child("known")));
        Table table = Groups.Split(Encoder.Layout.Build(Decode(drawn, stream.Child("numbers"))));
        return known.Build([.. table.Columns.Select(ModeSpecificGroups.Numbers)]);
    }

    public ModelState Save() => TabDdpmState.Save(this);

    /// <summary>The law that a transform was made from.</summary>
    internal static EmpiricalMargin Margin(QuantileTransform transform) =>
        new([.. transform.Values], [.. transform.Counts], transform.Rule == QuantileRule.Lattice);

    /// <summary>Numbers, or level codes, of the merged table, [column][row]; NaN where missing.</summary>
    private double[][] Decode(DiffusionRows drawn, RandomStream stream)
    {
        double[][] numbers = new double[Layout.Columns][];
        for (int j = 0; j < numbers.Length; j++)
        {
            RandomStream uniforms = stream.Child(j);
            int block = Layout.BlockOf[j], value = Layout.ValueOf[j];
            numbers[j] = new double[drawn.Rows];
            for (int i = 0; i < drawn.Rows; i++)
            {
                int category = block < 0 ? 0 : drawn.Levels[(i * Layout.Blocks) + block];
                double uniform = uniforms.NextDouble();
                numbers[j][i] = value >= 0 && category == 0
                    ? Number(value, drawn.Values[(i * Layout.Values) + value], uniform)
                    : Encoder.Decode(j, category, uniform);
            }
        }

        return numbers;
    }

    private double Number(int value, double score, double uniform) =>
        Maps.Length > 0 ? Maps[value].Map(score, uniform) : Encoder.Transforms[value].Invert(score);
}
