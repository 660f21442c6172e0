using CausalLoom.Data;
using CausalLoom.Data.Encoders;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Flow;

/// <summary>A fitted normalising flow over mixed columns: rows, and the exact likelihood of rows.</summary>
public sealed class NflowModel : ITabularModel
{
    private readonly FlowSampler _sampler;

    internal NflowModel(ModeSpecificGroups groups, TableLayout layout, FlowLaw law, IReadOnlyList<TrainingPoint> curve)
    {
        Groups = groups;
        Layout = layout;
        Law = law;
        TrainingCurve = curve;
        _sampler = new FlowSampler(law);
    }

    /// <summary>The training curve of the first network.</summary>
    public IReadOnlyList<TrainingPoint> TrainingCurve { get; }

    internal ModeSpecificGroups Groups { get; }

    /// <summary>The merged table's columns.</summary>
    internal TableLayout Layout { get; }

    internal FlowLaw Law { get; }

    /// <inheritdoc />
    public Table Sample(int rows, RandomStream stream)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentNullException.ThrowIfNull(stream);
        return Groups.Split(Layout.Build(_sampler.Draw(rows, stream)));
    }

    /// <summary>
    /// The log-likelihood of every row in nats. A level, a missing value and a number that repeats in the training data count
    /// with their probability; a number that does not repeat counts with the density of its normal score (so that scales of
    /// measurement do not matter, and independent columns give the standard normal density).
    /// </summary>
    /// <param name="table">The training table's columns, in its order, types and levels.</param>
    /// <returns>[row]; −∞ where a value was never seen and cannot be generated.</returns>
    /// <exception cref="CausalLoomException">The columns are others.</exception>
    public double[] LogDensity(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Groups.RequireColumns(table);
        Table merged = Groups.Merge(table);
        double[] densities = new FlowDensity(Law).Of(FlowRows.Of(merged, Law.Layout.Columns));
        for (int j = 0; j < merged.Columns.Count; j++)
        {
            FlowColumn column = Law.Layout.Columns[j];
            double[] numbers = column.IsGrouped ? ModeSpecificGroups.Numbers(merged.Columns[j]) : [];
            for (int i = 0; i < numbers.Length; i++)
            {
                densities[i] += Math.Log(column.ShareWithin(numbers[i]));
            }
        }

        return densities;
    }

    /// <inheritdoc />
    public ModelState Save() => NflowState.Save(this);
}
