using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Io;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Synthesis;

/// <summary>What is known of rows to be completed, apart for covariates, treatment and outcome.</summary>
internal sealed class GivenRows
{
    private readonly HashSet<int> _incomplete = [];

    private GivenRows(Table covariates, int[] arms, double[] outcomes)
    {
        Covariates = covariates;
        Arms = arms;
        Outcomes = outcomes;
    }

    /// <summary>The given covariates.</summary>
    internal Table Covariates { get; }

    /// <summary>The known arm of each row, or −1.</summary>
    internal int[] Arms { get; }

    /// <summary>The known outcome of each row (0 or 1 for two levels), or NaN.</summary>
    internal double[] Outcomes { get; }

    /// <summary>Whether every covariate of a row is known.</summary>
    internal bool IsComplete(int row) => !_incomplete.Contains(row);

    /// <summary>Refuses columns that the model does not have.</summary>
    internal static void CheckNames(Table given, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(given);
        if (given.Columns.FirstOrDefault(c => !names.Contains(c.Name)) is { } unknown)
        {
            throw new CausalLoomException($"The model has no column {CellText.Show(unknown.Name)}.{Suggestion.For(unknown.Name, names)} It "
                + $"has {CellText.List([.. names.Select(CellText.Show)])}.");
        }
    }

    /// <summary>The generator as one that can be conditioned on.</summary>
    /// <exception cref="CausalLoomException">It is none.</exception>
    internal static IConditionalModel Require(ITabularModel model) => model as IConditionalModel
        ?? throw new CausalLoomException($"Generator '{model.Save().Kind}' cannot draw rows given some of their cells. Those that can are: "
            + string.Join(", ", GeneratorCatalogue.BuiltIn.Where(part => part.Gives<IConditionalModel>()).Select(part => part.Name)) + ".");

    /// <summary>Rows given some columns; as many free draws where there is none left, since a table without columns has no rows.</summary>
    internal static Table Sample(IConditionalModel generator, Table given, int rows, RandomStream stream) =>
        given.Columns.Count == 0 ? generator.Sample(rows, stream) : generator.Sample(given, stream);

    internal static GivenRows Of(Table given, IReadOnlyList<string> names, TreatmentSpace space, OutcomeShape outcome)
    {
        CheckNames(given, names);
        int[] arms = given.Contains(space.Name)
            ? [.. Enumerable.Range(0, given.Rows).Select(i => Level(given[space.Name], i, space.Levels))]
            : [.. Enumerable.Repeat(-1, given.Rows)];
        double[] outcomes = given.Contains(outcome.Name)
            ? [.. Enumerable.Range(0, given.Rows).Select(i => Outcome(given[outcome.Name], i, outcome))]
            : [.. Enumerable.Repeat(double.NaN, given.Rows)];
        GivenRows rows = new(given.Without(space.Name, outcome.Name), arms, outcomes);
        bool all = names.Where(n => n != space.Name && n != outcome.Name).All(given.Contains);
        rows._incomplete.UnionWith(Enumerable.Range(0, given.Rows).Where(i => !all || rows.Covariates.Columns.Any(c => c.IsMissing(i))));
        return rows;
    }

    /// <summary>
    /// Refuses a known outcome beside unknown covariates or an unknown treatment: those would have to be drawn from their law given
    /// the outcome, which a model that draws the outcome last does not have.
    /// </summary>
    internal void CheckOutcomes(OutcomeShape outcome)
    {
        int row = Array.FindIndex(Enumerable.Range(0, Arms.Length).ToArray(), i =>
            !double.IsNaN(Outcomes[i]) && (!IsComplete(i) || Arms[i] < 0));
        if (row >= 0)
        {
            throw new CausalLoomException($"Row {row + 1} gives the outcome {CellText.Show(outcome.Name)} but not all covariates and the "
                + $"treatment, and this method draws the outcome last. Leave the outcome out, or fit with ‹method joint›.");
        }
    }

    private static double Outcome(Column column, int row, OutcomeShape outcome) => column.IsMissing(row) ? double.NaN
        : outcome.IsBinary ? Level(column, row, outcome.Levels)
        : column is DiscreteColumn discrete
            && !double.TryParse(discrete.TextAt(row), System.Globalization.CultureInfo.InvariantCulture, out _)
            ? throw new CausalLoomException($"Row {row + 1}, column {CellText.Show(column.Name)}: "
                + $"{CellText.Show(column.TextAt(row))} is not a number.")
        : column.NumberAt(row);

    private static int Level(Column column, int row, IReadOnlyList<string> levels)
    {
        if (column.IsMissing(row))
        {
            return -1;
        }

        int level = levels.ToList().IndexOf(column.TextAt(row));
        return level >= 0 ? level : throw new CausalLoomException($"Row {row + 1}, column {CellText.Show(column.Name)}: the model knows no "
            + $"level {CellText.Show(column.TextAt(row))}. It knows {CellText.List([.. levels.Select(CellText.Show)])}.");
    }
}
