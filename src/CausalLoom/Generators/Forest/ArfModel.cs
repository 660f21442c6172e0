using CausalLoom.Data;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Generators.Forest;

/// <summary>
/// A fitted adversarial random forest: a mixture over all leaves of all trees, weighted by their shares of the rows, in which
/// columns are independent. It keeps the training rows: a leaf's law is made of them.
/// </summary>
public sealed class ArfModel : IConditionalModel
{
    private readonly ArfConditional _conditional;

    internal ArfModel(ArfData data, ArfTree[] trees, double smoothing, IReadOnlyList<TrainingPoint> curve)
    {
        (Data, Trees, Smoothing, TrainingCurve) = (data, trees, smoothing, curve);
        _conditional = new ArfConditional(data, trees, smoothing);
    }

    /// <summary>Per round, the out-of-bag accuracy at telling rows from made rows (as the training loss): ½ is the aim.</summary>
    public IReadOnlyList<TrainingPoint> TrainingCurve { get; }

    internal ArfData Data { get; }

    internal ArfTree[] Trees { get; }

    internal double Smoothing { get; }

    /// <inheritdoc />
    public Table Sample(int rows, RandomStream stream)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentNullException.ThrowIfNull(stream);
        int d = Data.Columns.Length;
        ArfLaw law = new(Data, Smoothing);
        double[][] drawn = [.. Data.Columns.Select(_ => new double[rows])];
        CellState[] states = new CellState[d];
        double[] values = new double[d];
        for (int i = 0; i < rows; i++)
        {
            ArfTree tree = Trees[stream.NextInt(Trees.Length)];
            law.Take(tree, tree.LeafAt(stream.NextInt(Data.Rows)));
            foreach (int[] block in Data.Blocks)
            {
                law.Draw(block, states, values, stream);
            }

            for (int j = 0; j < d; j++)
            {
                drawn[j][i] = values[j];
            }
        }

        return Data.Layout.Build(drawn);
    }

    /// <inheritdoc />
    public Table Sample(Table given, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        GivenTable known = GivenTable.Check(Data.Layout, given);
        return known.Build(_conditional.Draw(known, stream));
    }

    /// <summary>
    /// The log-density of every row in nats: the log of the mixture's density. Levels, missing values, spikes and numbers that are
    /// treated as levels count with their probability; other numbers with their density per unit of the column.
    /// </summary>
    /// <param name="table">The training table's columns, in its order, types and levels.</param>
    /// <returns>[row]; −∞ where no leaf can generate the row.</returns>
    /// <exception cref="CausalLoomException">The columns are others.</exception>
    public double[] LogDensity(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        RequireColumns(table);
        return _conditional.LogDensity([.. table.Columns.Select(ArfData.Numbers)]);
    }

    /// <inheritdoc />
    public ModelState Save() => ArfState.Save(this);

    private void RequireColumns(Table table)
    {
        bool same = table.Columns.Count == Data.Layout.Columns.Count && table.Columns.Zip(Data.Layout.Columns)
            .All(pair => pair.First.Name == pair.Second.Name
            && pair.First.Type == pair.Second.Type
                && (pair.First is not DiscreteColumn discrete || discrete.Levels.SequenceEqual(pair.Second.Levels)));
        if (!same)
        {
            throw new CausalLoomException("The table's columns are not those the model was fitted to, in their order, types and levels.");
        }
    }
}
