using CausalLoom.Data;

namespace CausalLoom.Generators.Forest;

/// <summary>
/// An adversarial random forest (Watson et al., AISTATS 2023): trees that tell the rows from made rows until they no longer can;
/// then columns are independent within their leaves, and the forest is a density. No network, few settings, exact conditional
/// draws, and the density of any row.
/// </summary>
/// <param name="Options">The settings.</param>
public sealed record ArfGenerator(ArfOptions Options) : ITabularGenerator
{
    /// <summary>A generator with the default settings.</summary>
    public ArfGenerator()
        : this(new ArfOptions())
    {
    }

    /// <inheritdoc />
    public string Name => "arf";

    /// <inheritdoc />
    public ITabularModel Fit(Table table, FitContext context)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(context);
        GeneratorInput.Check(table, Name);
        if (Options.Trees < 1 || Options.MinLeafRows < 1 || Options.MinForestLeafRows < 1 || Options.FeaturesPerNode < 1
            || !(Options.Smoothing is > 0 and <= 1))
        {
            throw new CausalLoomException($"Generator '{Name}' needs at least one tree, one row a leaf and one feature a node, and a "
                + $"smoothing above 0 up to 1.");
        }

        context.Report("Fitting the adversarial forest", 0);
        ArfData data = ArfData.Of(table, Options);
        (ArfTree[] trees, IReadOnlyList<TrainingPoint> curve) = ArfTraining.Run(data, Options, context);
        return new ArfModel(data, trees, Options.Smoothing, curve);
    }
}
