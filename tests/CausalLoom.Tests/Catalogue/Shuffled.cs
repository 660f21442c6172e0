using System.ComponentModel.DataAnnotations;
using CausalLoom.Catalogue;
using CausalLoom.Data;
using CausalLoom.Generators;
using CausalLoom.Generators.Bootstrap;
using CausalLoom.Models;
using CausalLoom.Numerics.Random;

namespace CausalLoom.Tests.Catalogue;

/// <summary>
/// A generator as a caller would write one outside of the library: rows of the table, with <see cref="ShuffledOptions.Columns"/> of its
/// columns drawn apart from the others.
/// </summary>
internal sealed record Shuffled(ShuffledOptions Options) : ITabularGenerator
{
    public static Part<ITabularGenerator> Part { get; } = GeneratorCatalogue.Entry("shuffled", "rows with some columns apart",
        new ShuffledOptions(), options => new Shuffled(options), ShuffledModel.Load);

    public string Name => "shuffled";

    public ITabularModel Fit(Table table, FitContext context) => new ShuffledModel(table, Options.Columns);
}

internal sealed record ShuffledOptions
{
    [Range(0, 1000)]
    public int Columns { get; init; } = 1;
}

internal sealed class ShuffledModel(Table rows, int columns) : ITabularModel
{
    public int Columns => columns;

    public IReadOnlyList<TrainingPoint> TrainingCurve => [];

    public Table Sample(int rows1, RandomStream stream)
    {
        int[] together = Chosen(rows1, stream.Child("rows"));
        return new Table([.. rows.Columns.Select((column, j) => rows.Select([column.Name])
            .Take(j < columns ? Chosen(rows1, stream.Child(j)) : together).Columns[0])]);
    }

    public ModelState Save()
    {
        ModelState state = new("shuffled");
        state.Settings["columns"] = columns;
        state.Put("rows", new BootstrapModel(rows).Save());
        return state;
    }

    public static ShuffledModel Load(ModelState state) => new(BootstrapModel.Load(state.Get("rows")).Rows,
        state.Settings["columns"]!.GetValue<int>());

    private int[] Chosen(int count, RandomStream stream) => [.. Enumerable.Range(0, count).Select(_ => stream.NextInt(rows.Rows))];
}
