using CausalLoom.Io;

namespace CausalLoom.Data;

/// <summary>Columns that are no covariates but say something about each row: true effects, clusters, sampling weights.</summary>
/// <param name="Data">The data without them as covariates, with their clusters and weights.</param>
/// <param name="Truth">The true effect of each row, or null.</param>
internal sealed record SideColumns(CausalData Data, double[]? Truth)
{
    /// <summary>Takes them out of what was read; a schema's roles `cluster` and `weight` count where no column is named.</summary>
    /// <exception cref="CausalLoomException">A column is absent, plays a role already, or holds what it may not.</exception>
    public static SideColumns Of(LoadedData loaded, string? truth, string? cluster, string? weights)
    {
        cluster ??= loaded.Schema.WithRole(ColumnRole.Cluster) is [var c, ..] ? c : null;
        weights ??= loaded.Schema.WithRole(ColumnRole.Weight) is [var w, ..] ? w : null;
        string[] names = [.. new[] { truth, cluster, weights }.OfType<string>()];
        foreach (string name in names)
        {
            if (name == loaded.Data.TreatmentSpace.Name || name == loaded.Data.OutcomeColumn.Name || names.Count(n => n == name) > 1)
            {
                throw new CausalLoomException($"Column '{name}' has two roles: give another column.");
            }

            if (loaded.Table[name].MissingCount > 0)
            {
                throw new CausalLoomException($"Column '{name}' is missing in {loaded.Table[name].MissingCount} "
                    + $"rows; it must be complete.");
            }
        }

        Table modelled = loaded.ModelledTable.Without(names);
        TreatmentSpace space = loaded.Data.TreatmentSpace;
        CausalData data = CausalData.From(modelled, space.Name, loaded.Data.OutcomeColumn.Name, space.Levels[0])
            .WithWeights(weights is null ? null : Positive(loaded, loaded.Table[weights]))
            .WithClusters(cluster is null ? null : Groups(loaded.Table[cluster]));
        return new SideColumns(data, truth is null ? null : Numbers(loaded.Table[truth]));
    }

    private static double[] Positive(LoadedData loaded, Column column)
    {
        double[] weights = Numbers(column);
        int bad = Array.FindIndex(weights, w => !(w > 0 && double.IsFinite(w)));
        return bad < 0 ? weights : throw new CausalLoomException($"{loaded.Path}, row {bad + 1}{Dropped(loaded)}, column "
            + $"{CellText.Show(column.Name)}: {CellText.Show(column.TextAt(bad))} is no sampling weight, which is a number above 0. Mend "
            + $"the cell, leave such rows out, or name another column (‹weights›).");
    }

    // Rows without an outcome or a treatment are gone by now.
    private static string Dropped(LoadedData loaded) => loaded.DroppedRows.Count == 0 ? string.Empty : " of those used";

    private static double[] Numbers(Column column) => column is DiscreteColumn discrete && !discrete.Levels.All(IsNumber)
        ? throw new CausalLoomException($"Column '{column.Name}' holds text where numbers belong.")
        : column.ToNumbers();

    private static bool IsNumber(string text) =>
        double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _);

    // Numbered in order of first appearance.
    private static int[] Groups(Column column)
    {
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        int[] groups = new int[column.Count];
        for (int i = 0; i < groups.Length; i++)
        {
            string text = column.TextAt(i);
            if (!seen.TryGetValue(text, out groups[i]))
            {
                seen[text] = groups[i] = seen.Count;
            }
        }

        return groups;
    }
}
